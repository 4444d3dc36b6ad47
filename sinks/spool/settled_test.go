package spoolsink_test

import (
	"context"
	"errors"
	"testing"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// countedRefusal says how many events a receiver refused of a batch that it
// accepted otherwise, as httpsink and otlpsink do.
type countedRefusal struct {
	error
	n int64
}

func (r countedRefusal) Rejected() int64 { return r.n }

// A receiver that took the rest of a batch must not be sent any of it again.
func TestF43CountedRefusalIsNotSentAgain(t *testing.T) {
	for _, tt := range []struct {
		name               string
		refused            int64
		delivered, dropped int
	}{
		{"some", 2, 3, 2},
		{"all", 5, 0, 5},
		{"more than there were", 1 << 40, 0, 5},
		{"less than none", -1, 5, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := &receiver{answer: func(context.Context, []telemetry.Event) error {
				return &telemetry.Error{Kind: telemetry.ErrRejected, Err: countedRefusal{errors.New("too large"), tt.refused}}
			}}
			s, _ := open(t, to, nil)
			emit(t, s, numbered("e", 5)...)
			report, err := s.Deliver(t.Context())
			check(t, err)
			equal(t, "requests", to.requests(), 1)
			equal(t, "delivered", report.Delivered, tt.delivered)
			equal(t, "dropped", report.Dropped[spoolsink.DropRejected], tt.dropped)
			equal(t, "pending", stats(t, s).Pending, 0)
		})
	}
}
