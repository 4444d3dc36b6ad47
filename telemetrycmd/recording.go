package telemetrycmd

import (
	"sync"
	"sync/atomic"

	"github.com/optin-go/optin/machineid"
	filesink "github.com/optin-go/optin/sinks/file"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// recording is what one run of the tool records with.
type recording struct {
	gate     gate // as it was when the run began
	log      *filesink.Sink
	queue    *spoolsink.Sink
	delivery atomic.Pointer[delivery]
	ending   atomic.Bool                // no further request begins: the run's own event is about to be recorded
	sweep    func()                     // removes the queues of earlier decisions
	lazy     func() *telemetry.Recorder // nil if nothing is recorded
	none     string                     // why there is nothing to show, in a run that shows its events
}

// record decides, once for each run, whether it is recorded: somebody who agrees
// while a command runs did not know of what it did before.
func (a *App) record() *recording {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.recording == nil {
		a.recording = a.newRecording()
	}
	return a.recording
}

func (a *App) newRecording() *recording {
	r := &recording{gate: a.gate()}
	switch {
	case r.gate.on():
		r.log = filesink.New(a.paths.log, nil)
		sinks := []telemetry.Sink{r.log}
		r.queue = a.newQueue(r.gate, func() bool { return !r.ending.Load() })
		if r.queue != nil {
			sinks = append(sinks, r.queue)
			r.sweep = func() {
				a.paths.queues.sweep(a.paths.queues.of(r.gate.Consent), func() bool { return a.gate().sameConsent(r.gate) })
			}
		}
		r.lazy = a.lazyRecorder(&boundary{next: telemetry.Tee(sinks...), app: a, recording: r})
	case r.gate.Log:
		if behind := a.withoutLog(r.gate); behind.on() {
			r.lazy = a.lazyRecorder(&shown{a})
		} else {
			r.none = behind.reason()
		}
	}
	return r
}

// lazyRecorder returns what makes a Recorder in front of the sink when the first
// event is recorded: no identity is made for a command that records nothing. It
// is nil, and so off, if there is none to make.
func (a *App) lazyRecorder(sink telemetry.Sink) func() *telemetry.Recorder {
	return sync.OnceValue(func() *telemetry.Recorder {
		salt, err := a.salt()
		if err != nil {
			return nil
		}
		recorder, _ := telemetry.New(telemetry.Config{
			Tool: a.cfg.Tool, ToolVersion: a.cfg.ToolVersion, Policy: telemetry.Enabled,
			Salt: salt, MachineID: machineid.Derive, Sink: sink, Vocabulary: a.catalog,
		})
		return recorder
	})
}

// newQueue returns the queue of the yes in g in front of the Exporter, or nil if
// there is none. Each request asks whether that yes still stands, and isTime,
// unless that is nil.
func (a *App) newQueue(g gate, isTime func() bool) *spoolsink.Sink {
	if a.cfg.Exporter == nil {
		return nil
	}
	return spoolsink.New(a.paths.queues.of(g.Consent), a.cfg.Exporter, &spoolsink.Options{
		Allowed: func() bool { return (isTime == nil || isTime()) && a.gate().sameConsent(g) },
	})
}

// recorder returns the Recorder, nil if nothing is recorded.
func (r *recording) recorder() *telemetry.Recorder {
	if r.lazy == nil {
		return nil
	}
	return r.lazy()
}

// isOff reports whether nothing is recorded, and nothing is shown.
func (r *recording) isOff() bool { return r.lazy == nil && r.none == "" }

// close ends the recording. What is queued stays queued.
func (r *recording) close() {
	_ = r.queue.Close()
	_ = r.log.Close()
}
