package sinktest_test

import (
	"context"
	"sync"
	"testing"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

// sliceSink is a sink that somebody wrote.
type sliceSink struct {
	mu     sync.Mutex
	events []telemetry.Event
}

func (s *sliceSink) Emit(_ context.Context, e telemetry.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
	return nil
}

func (s *sliceSink) Flush(context.Context) error { return nil }

func (s *sliceSink) read() ([]telemetry.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.events, nil
}

func ExampleRun() {
	TestSliceSink := func(t *testing.T) {
		sinktest.Run(t, func() (sinktest.Subject, error) {
			s := &sliceSink{}
			return sinktest.Subject{Sink: s, Events: s.read}, nil
		})
	}
	// In a test file, TestSliceSink is a function that go test finds.
	_ = TestSliceSink
}

func TestExampleSinkIsCorrect(t *testing.T) {
	sinktest.Run(t, func() (sinktest.Subject, error) {
		s := &sliceSink{}
		return sinktest.Subject{Sink: s, Events: s.read}, nil
	})
}
