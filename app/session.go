package app

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/optin-go/optin/catalog"
	filesink "github.com/optin-go/optin/sinks/file"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// session records a run, the runs nested in it, and the tool's own events meanwhile.
// It keeps the decision with which it began: consent granted during a command does
// not cover what the command did before.
type session struct {
	verdict  verdict
	delivery *delivery
	log      *filesink.Sink
	queue    *spoolsink.Sink
	lazy     func() *telemetry.Recorder // nil if nothing is recorded
	none     string                     // the reason why a session that shows its events has none

	recorded atomic.Bool  // an event was queued
	nextLook atomic.Int64 // from when on an event may start a sender, in Unix nanoseconds
}

// recorderConfig is what every Recorder of an App has.
type recorderConfig struct {
	tool, version string
	catalog       *catalog.Catalog
}

func (c recorderConfig) recorder(machineID string, sink telemetry.Sink) *telemetry.Recorder {
	r, _ := telemetry.New(telemetry.Config{ // App's New has checked the fields
		Tool: c.tool, ToolVersion: c.version, Policy: telemetry.Enabled,
		Salt: c.tool, MachineID: func(string) string { return machineID }, Sink: sink, Vocabulary: c.catalog,
	})
	return r
}

// lookAfter is how long a run must last before its events may start a sender, and
// the shortest time between two such checks. The end of a run always checks.
const lookAfter = time.Second

func newSession(d *delivery, c recorderConfig, show func(line string)) *session {
	s := &session{verdict: d.gate.now(), delivery: d}
	if d.debug != nil && !s.verdict.on() {
		d.debug.printf("nothing is recorded: %s", s.verdict.reason())
	}
	switch {
	case s.verdict.on():
		s.log = filesink.New(string(d.install.log), nil)
		s.queue = d.queue(s.verdict)
		sink := newBoundary(d, s.verdict, s.log, s.queue, s.queued)
		s.lazy = sync.OnceValue(func() *telemetry.Recorder {
			// No identity is made for a run that records nothing.
			if !startPoller() || d.install.make() != nil {
				return nil
			}
			who, err := d.install.settle()
			if err != nil {
				return nil
			}
			return c.recorder(who.id, sink)
		})
	case s.verdict.Log:
		if behind := d.gate.withoutVariable(); behind.on() {
			s.lazy = sync.OnceValue(func() *telemetry.Recorder {
				who, err := d.install.identify()
				if err != nil {
					return nil
				}
				if who.id == "" {
					who.id = sampleMachine
				}
				return c.recorder(who.id, shown{show})
			})
		} else {
			s.none = behind.reason()
		}
	}
	return s
}

// recorder returns the Recorder, or nil if nothing is recorded.
func (s *session) recorder() (r *telemetry.Recorder) {
	if s.lazy == nil {
		return nil
	}
	defer quietly()
	return s.lazy()
}

// isOff reports whether the session neither records nor shows events.
func (s *session) isOff() bool { return s.lazy == nil && s.none == "" }

// wait postpones the next check: a run that has just begun usually ends soon, and its
// events then go along.
func (s *session) wait() { s.nextLook.Store(time.Now().Add(lookAfter).UnixNano()) }

// queued may start a sender for the event that was just queued.
func (s *session) queued() {
	s.recorded.Store(true)
	now := time.Now()
	if next := s.nextLook.Load(); now.UnixNano() >= next && s.nextLook.CompareAndSwap(next, now.Add(lookAfter).UnixNano()) {
		s.delivery.startIfDue(s.queue)
	}
}

// end closes the files. Before that it sees to the delivery of recorded events,
// unless hurry leaves no time. Undelivered events stay in the queue.
func (s *session) end(hurry bool) {
	defer quietly()
	if s.recorded.Load() {
		s.delivery.startIfDue(s.queue)
		if !hurry {
			s.delivery.finish(s.queue)
		}
	}
	if s.verdict.deletionWaits() {
		s.delivery.retryIfDue()
	}
	_ = s.queue.Close()
	_ = s.log.Close()
}
