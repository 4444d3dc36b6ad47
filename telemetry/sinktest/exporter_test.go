package sinktest_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

// exporter is a correct Exporter with a receiver in the process, but for its faults.
type exporter struct {
	exporterFaults

	accepted      []telemetry.Event
	kept          []telemetry.Event // the caller's slice
	failing, hung bool
	refused       telemetry.ID
}

// exporterFaults break an exporter, one promise each.
type exporterFaults struct {
	reorder, redact, refuseEmpty, mutate, appendInPlace, retain, kindless, final, deaf, wrongIndex, allOrNothing bool
}

func (x *exporter) Export(ctx context.Context, events []telemetry.Event) error {
	failed := func(kind telemetry.ErrorKind, err error) error {
		if x.kindless {
			return err
		}
		return &telemetry.Error{Kind: kind, Op: "exporter", Err: err}
	}
	switch {
	case len(events) == 0:
		if x.refuseEmpty {
			return failed(telemetry.ErrRejected, errors.New("empty"))
		}
		return nil
	case x.failing && x.final:
		return failed(telemetry.ErrRejected, errors.New("out of order"))
	case x.failing:
		return failed(telemetry.ErrHTTP, errors.New("out of order"))
	case x.hung && x.deaf:
		return nil
	case x.hung:
		<-ctx.Done()
		return failed(telemetry.ErrHTTP, ctx.Err())
	case x.mutate:
		events[0].Attrs[0].Value = "changed"
	case x.appendInPlace:
		_ = append(events[0].Attrs, telemetry.String("more", ""))
	}
	var rejected []int
	for i, e := range events {
		if _, err := e.AppendJSON(nil); err != nil || e.ID == x.refused && !e.ID.IsZero() {
			if x.wrongIndex {
				i = len(events)
			}
			rejected = append(rejected, i)
			continue
		}
		if x.redact {
			e = e.Redacted()
		}
		x.accepted = append(x.accepted, e)
	}
	if n := len(x.accepted); x.reorder && len(events) > 1 {
		x.accepted[n-1], x.accepted[n-2] = x.accepted[n-2], x.accepted[n-1]
	}
	x.kept = events
	if rejected != nil && x.allOrNothing {
		return failed(telemetry.ErrRejected, errors.New("refused"))
	}
	if rejected != nil {
		return failed(telemetry.ErrHTTP, &telemetry.PartialError{Rejected: rejected, Err: errors.New("refused")})
	}
	return nil
}

func (x *exporter) open() (sinktest.ExporterSubject, error) {
	return sinktest.ExporterSubject{
		Exporter: x,
		Events: func() ([]telemetry.Event, error) {
			if x.retain {
				return x.kept, nil
			}
			return x.accepted, nil
		},
		Fail: func() { x.failing = true }, Hang: func() { x.hung = true }, Reject: func(id telemetry.ID) { x.refused = id },
	}, nil
}

func openFaulty(f exporterFaults) sinktest.OpenExporter {
	return func() (sinktest.ExporterSubject, error) { return (&exporter{exporterFaults: f}).open() }
}

func TestACorrectExporterKeepsAllPromises(t *testing.T) {
	sinktest.RunExporter(t, openFaulty(exporterFaults{}))
}

func TestABrokenExporterIsFound(t *testing.T) {
	for promise, faults := range map[string][]exporterFaults{
		"delivers-in-order":    {{reorder: true}, {redact: true}},
		"empty-batch":          {{refuseEmpty: true}},
		"does-not-modify":      {{mutate: true}, {appendInPlace: true}},
		"does-not-retain":      {{retain: true}},
		"errors-have-a-kind":   {{kindless: true}, {wrongIndex: true}},
		"failure-is-not-final": {{kindless: true}, {final: true}},
		"context-ends":         {{deaf: true}, {kindless: true}},
		"partial":              {{wrongIndex: true}, {allOrNothing: true}},
	} {
		for _, f := range faults {
			if err := sinktest.CheckExporter(openFaulty(f)); err == nil || !strings.Contains(err.Error(), promise+": ") {
				t.Errorf("%+v: the kit says %v, want that %s is broken", f, err, promise)
			}
		}
	}
}

func TestASubjectWithoutAnExporterIsAnError(t *testing.T) {
	err := sinktest.CheckExporter(func() (sinktest.ExporterSubject, error) { return sinktest.ExporterSubject{}, nil })
	if err == nil || !strings.Contains(err.Error(), "no Exporter") {
		t.Errorf("the kit says %v", err)
	}
}
