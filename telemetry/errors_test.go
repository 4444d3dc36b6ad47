package telemetry_test

import (
	"errors"
	"io/fs"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

var kinds = []telemetry.ErrorKind{
	telemetry.ErrIO, telemetry.ErrSerde, telemetry.ErrHTTP, telemetry.ErrOTLP, telemetry.ErrConfig, telemetry.ErrRejected,
}

func TestErrorIsItsKindAndItsCause(t *testing.T) {
	for _, kind := range kinds {
		cause := &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}
		var err error = &telemetry.Error{Kind: kind, Op: "filesink: open", Err: cause}
		for _, other := range kinds {
			if errors.Is(err, other) != (other == kind) {
				t.Errorf("errors.Is of a %q error and %q is %v", kind, other, other != kind)
			}
		}
		if !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%q: errors.Is does not see the cause", kind)
		}
		var path *fs.PathError
		var typed *telemetry.Error
		var gotKind telemetry.ErrorKind
		if !errors.As(err, &path) || !errors.As(err, &typed) || !errors.As(err, &gotKind) || gotKind != kind {
			t.Errorf("%q: errors.As does not see cause, error and kind", kind)
		}
	}
}

func TestErrorText(t *testing.T) {
	cause := errors.New("disk is full")
	for want, err := range map[string]*telemetry.Error{
		"filesink: write: I/O error: disk is full": {Kind: telemetry.ErrIO, Op: "filesink: write", Err: cause},
		"I/O error: disk is full":                  {Kind: telemetry.ErrIO, Err: cause},
		"filesink: write: I/O error":               {Kind: telemetry.ErrIO, Op: "filesink: write"},
		"disk is full":                             {Err: cause},
		"":                                         {},
	} {
		if got := err.Error(); got != want {
			t.Errorf("the text is %q, want %q", got, want)
		}
	}
	var none *telemetry.Error
	if none.Error() != "" || none.Unwrap() != nil {
		t.Error("a nil *Error says something")
	}
}

func TestErrorWithoutCauseUnwrapsToItsKind(t *testing.T) {
	if err := (&telemetry.Error{Kind: telemetry.ErrRejected}); !errors.Is(err, telemetry.ErrRejected) {
		t.Error("errors.Is does not see the kind")
	}
	if got := (&telemetry.Error{}).Unwrap(); len(got) != 0 {
		t.Errorf("an empty Error unwraps to %v", got)
	}
}

type waitError struct{ error }

func (waitError) RetryAfter() time.Duration { return time.Minute }

func TestErrorCarriesRetryAfter(t *testing.T) {
	var err error = &telemetry.Error{Kind: telemetry.ErrHTTP, Err: waitError{errors.New("busy")}}
	var wait interface{ RetryAfter() time.Duration }
	if !errors.As(err, &wait) || wait.RetryAfter() != time.Minute {
		t.Error("errors.As does not find RetryAfter in the cause")
	}
}

func TestPartialErrorCountsInPlainEnglish(t *testing.T) {
	for want, e := range map[string]*telemetry.PartialError{
		"":                                      nil,
		"0 events rejected, 2 to be sent again": {Retry: []int{0, 1}},
		"1 event rejected, 0 to be sent again: x": {Rejected: []int{4}, Err: errors.New("x")},
		"2 events rejected, 1 to be sent again":   {Rejected: []int{0, 1}, Retry: []int{2}},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
