package otlpsink

import (
	"errors"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

var errNotMade = errors.New("the sink is nil or zero; make one with New and look at its error")

func configError(err error) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "otlpsink", Err: poster.OfKind(telemetry.ErrOTLP, err)}
}

// asError returns the error for the outcome of a batch: nil if all events were
// accepted.
func (s *Sink) asError(o poster.Outcome) error {
	if o.Err == nil {
		return nil
	}
	cause := o.Err
	if o.IsPartial() {
		cause = &telemetry.PartialError{Rejected: o.Rejected, Retry: o.Retry, Err: o.Err}
	}
	return s.failed(o.IsFinal(), cause)
}

// failed wraps err in an error of this package, which rules out another attempt
// if it is final.
func (s *Sink) failed(isFinal bool, err error) error {
	failure := &telemetry.Error{Kind: telemetry.ErrOTLP, Op: s.poster.Op(), Err: err}
	if !isFinal {
		return failure
	}
	failure.Op = ""
	return &telemetry.Error{Kind: telemetry.ErrRejected, Op: s.poster.Op(), Err: failure}
}
