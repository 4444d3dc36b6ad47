package sinktest

import (
	"errors"
	"fmt"
	"testing"
)

// Run tests the sinks that open returns, one subtest for each promise of
// [telemetry.Sink].
func Run(t *testing.T, open Open) {
	t.Helper()
	run(t, promises, open.check)
}

// Check tests the sinks that open returns, as [Run] does, and returns what is
// wrong with them, one error for each broken promise, joined. Each begins with
// the name of the promise's subtest.
func Check(open Open) error { return check(promises, open.check) }

// RunExporter tests the exporters that open returns, one subtest for each promise
// of [telemetry.Exporter].
func RunExporter(t *testing.T, open OpenExporter) {
	t.Helper()
	run(t, exporterPromises, open.check)
}

// CheckExporter is to [RunExporter] what [Check] is to [Run].
func CheckExporter(open OpenExporter) error { return check(exporterPromises, open.check) }

// promise is one sentence of an interface, and the test that a subject keeps it.
type promise[Subject any] struct {
	name string // of the subtest
	text string // what must be so; printed before what was
	test func(Subject) error
}

func run[S any](t *testing.T, promises []promise[S], checkOne func(promise[S]) error) {
	t.Helper()
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			if err := checkOne(p); err != nil {
				t.Error(err)
			}
		})
	}
}

func check[S any](promises []promise[S], checkOne func(promise[S]) error) error {
	var errs []error
	for _, p := range promises {
		if err := checkOne(p); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.name, err))
		}
	}
	return errors.Join(errs...)
}

func (open Open) check(p promise[Subject]) error {
	subject, err := open()
	if err != nil {
		return fmt.Errorf("cannot open a sink to test: %w", err)
	}
	if subject.Sink == nil || subject.Events == nil {
		return closed(subject.Close, errors.New("the subject has no Sink or no Events; set both"))
	}
	return closed(subject.Close, p.keeps(subject))
}

func (open OpenExporter) check(p promise[ExporterSubject]) error {
	subject, err := open()
	if err != nil {
		return fmt.Errorf("cannot open an exporter to test: %w", err)
	}
	if subject.Exporter == nil || subject.Events == nil {
		return closed(subject.Close, errors.New("the subject has no Exporter or no Events; set both"))
	}
	return closed(subject.Close, p.keeps(subject))
}

// keeps holds the subject to the promise.
func (p promise[S]) keeps(subject S) error {
	if err := p.test(subject); err != nil {
		return fmt.Errorf("%s: %w", p.text, err)
	}
	return nil
}

// closed calls a subject's Close, and returns err and its error.
func closed(closeSubject func() error, err error) error {
	if closeSubject == nil {
		return err
	}
	if closeErr := closeSubject(); closeErr != nil {
		return errors.Join(err, fmt.Errorf("cannot close the subject: %w", closeErr))
	}
	return err
}
