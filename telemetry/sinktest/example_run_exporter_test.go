package sinktest_test

import (
	"context"
	"testing"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

// sliceExporter is an exporter that somebody wrote.
type sliceExporter struct{ events []telemetry.Event }

func (x *sliceExporter) Export(_ context.Context, events []telemetry.Event) error {
	x.events = append(x.events, events...)
	return nil
}

func ExampleRunExporter() {
	TestSliceExporter := func(t *testing.T) {
		sinktest.RunExporter(t, func() (sinktest.ExporterSubject, error) {
			x := &sliceExporter{}
			return sinktest.ExporterSubject{
				Exporter: x,
				Events:   func() ([]telemetry.Event, error) { return x.events, nil },
			}, nil
		})
	}
	// In a test file, TestSliceExporter is a function that go test finds.
	_ = TestSliceExporter
}
