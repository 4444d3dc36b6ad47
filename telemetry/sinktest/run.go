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
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			if err := p.check(open); err != nil {
				t.Error(err)
			}
		})
	}
}

// Check tests the sinks that open returns, as [Run] does, and returns what is
// wrong with them, one error for each broken promise, joined. Each begins with
// the name of the promise's subtest.
func Check(open Open) error {
	var errs []error
	for _, p := range promises {
		if err := p.check(open); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.name, err))
		}
	}
	return errors.Join(errs...)
}

// check opens a subject, holds it to the promise and closes it.
func (p promise) check(open Open) (err error) {
	subject, err := open()
	if err != nil {
		return fmt.Errorf("cannot open a sink to test: %w", err)
	}
	if subject.Close != nil {
		defer func() {
			if closeErr := subject.Close(); closeErr != nil {
				err = errors.Join(err, fmt.Errorf("cannot close the sink: %w", closeErr))
			}
		}()
	}
	if subject.Sink == nil || subject.Events == nil {
		return errors.New("the subject has no Sink or no Events; set both")
	}
	if err := p.test(subject); err != nil {
		return fmt.Errorf("%s: %w", p.text, err)
	}
	return nil
}
