package memorysink

import (
	"context"
	"sync"

	"github.com/optin-go/optin/telemetry"
)

// Sink is a [telemetry.Sink] that keeps every event in memory, in the order in
// which they were emitted. It is the specification's MemorySink.
//
// The zero value is ready for use. A Sink may be used by many goroutines at
// once; it must not be copied after its first use. It grows without a limit:
// it is meant for tests and for previews.
type Sink struct {
	mu     sync.Mutex
	events []telemetry.Event
}

// New returns an empty Sink.
func New() *Sink { return &Sink{} }

// Emit keeps a copy of e. It never fails, and does not look at the context.
func (s *Sink) Emit(_ context.Context, e telemetry.Event) error {
	e = e.Clone()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
	return nil
}

// Flush does nothing: an event is in memory when Emit returns.
func (s *Sink) Flush(context.Context) error { return nil }

// Snapshot returns the events kept so far, in order. The caller owns the slice
// and everything in it; changing it does not change what the Sink keeps. It is
// empty, never nil, when there are none.
func (s *Sink) Snapshot() []telemetry.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	snapshot := make([]telemetry.Event, len(s.events))
	for i, e := range s.events {
		snapshot[i] = e.Clone()
	}
	return snapshot
}

// Len returns the number of events kept.
func (s *Sink) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.events)
}

// Reset drops all events.
func (s *Sink) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = nil
}
