package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func clock(at time.Time) *store.Options { return &store.Options{Now: func() time.Time { return at }} }

func open(t testing.TB, dir string, opts *store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// randomEvents makes n events of some machines in the 20 days before at.
func randomEvents(seed uint64, n int, at time.Time) []store.Arrived {
	r := rand.New(rand.NewPCG(seed, 1))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	events := make([]store.Arrived, n)
	for i := range events {
		e := telemetry.Event{
			Name: "command.invoke", Tool: pick("mytool", "mytool", "othertool"), ToolVersion: pick("v1.0.0", "v1.1.0", "v1.2.0", "dev"),
			MachineID:    fmt.Sprintf("%064x", r.IntN(40)),
			TimestampUTC: at.Add(-time.Duration(r.Int64N(int64(20 * 24 * time.Hour)))),
			Attrs: telemetry.Attrs{
				{Key: "command", Value: pick("deploy", "status", "init")},
				{Key: "os.type", Value: pick("linux", "darwin")},
				{Key: "outcome", Value: pick("ok", "ok", "error")},
				{Key: "process.interactive", Value: pick("true", "false")},
			},
		}
		if r.IntN(10) == 0 {
			e.Name, e.Attrs = "install", nil
		}
		for j := range e.ID {
			e.ID[j] = byte(r.Uint32())
		}
		events[i] = store.Arrived{Event: e, At: at}
	}
	return events
}

func ingest(t testing.TB, s *store.Store, events []store.Arrived) store.Result {
	t.Helper()
	result, err := s.Ingest(t.Context(), events)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func checkSound(t testing.TB, s *store.Store) store.Report {
	t.Helper()
	r, err := store.Check(context.Background(), s.Reader())
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range r.Problems {
		t.Error(problem)
	}
	return r
}

func count(t testing.TB, s *store.Store, query string, args ...any) int {
	t.Helper()
	var n int
	if err := s.Reader().QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(query, err)
	}
	return n
}

// movingClock is a clock that a test sets while the store's writer reads it.
type movingClock struct{ at atomic.Pointer[time.Time] }

func newClock(at time.Time) *movingClock {
	c := new(movingClock)
	c.set(at)
	return c
}

func (c *movingClock) set(at time.Time) { c.at.Store(&at) }

func (c *movingClock) now() time.Time { return *c.at.Load() }
