package telemetrycmd

import (
	"context"
	"io"
	"sync"

	"github.com/optin-go/optin/machineid"
	filesink "github.com/optin-go/optin/sinks/file"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// recording is what one process of the tool records with. Off, all of it is nil.
type recording struct {
	log   *filesink.Sink
	queue *spoolsink.Sink
	get   func() *telemetry.Recorder
}

func (r *recording) off() bool { return r.get == nil }

// close closes the files, which the next event would open again.
func (r *recording) close() {
	if r.log != nil {
		_ = r.log.Close()
	}
	if r.queue != nil {
		_ = r.queue.Close()
	}
}

// record decides, once in this process, whether it is recorded: somebody who
// agrees while a command runs did not know of what it did before.
func (a *App) record() *recording {
	a.start.Do(func() { a.recording = a.newRecording() })
	return a.recording
}

func (a *App) newRecording() *recording {
	g := a.gate()
	switch {
	case g.Log:
		return a.shown(g)
	case !g.on():
		return &recording{}
	}
	r := &recording{log: filesink.New(a.paths.log, nil), queue: a.newQueue()}
	sinks := []telemetry.Sink{r.log}
	if r.queue != nil {
		sinks = append(sinks, r.queue)
	}
	r.get = a.recorder(&boundary{app: a, next: telemetry.Tee(sinks...)})
	return r
}

// recorder returns what makes a Recorder for next when the first event is
// recorded: the machine's ID is not read for a command that records nothing.
func (a *App) recorder(next telemetry.Sink) func() *telemetry.Recorder {
	return sync.OnceValue(func() *telemetry.Recorder {
		salt, err := a.salt()
		if err != nil {
			return nil
		}
		rec, err := telemetry.New(telemetry.Config{
			Tool: a.cfg.Tool, ToolVersion: a.cfg.ToolVersion, Policy: telemetry.Enabled,
			Salt: salt, MachineID: machineid.Derive, Sink: a.catalog.Guard(next),
		})
		if err != nil {
			return nil
		}
		return rec
	})
}

// newQueue returns the queue in front of the Exporter, or nil if there is none.
func (a *App) newQueue() *spoolsink.Sink {
	if a.cfg.Exporter == nil {
		return nil
	}
	return spoolsink.New(a.paths.queue, a.cfg.Exporter, &spoolsink.Options{
		Allowed: func() bool { return a.gate().on() },
	})
}

// boundary is a Sink that records only what the user agrees to at this moment. A
// command can run for hours, and be opted out of meanwhile.
type boundary struct {
	app  *App
	next telemetry.Sink
}

func (b *boundary) Emit(ctx context.Context, e telemetry.Event) error {
	if !b.app.gate().on() {
		return nil
	}
	err := b.next.Emit(ctx, e)
	// Whoever opts out records that first and empties the queue then. So either
	// that happens after this event, or the refusal is seen here.
	if !b.app.gate().on() && b.app.cfg.Exporter != nil {
		_ = spoolsink.Purge(b.app.paths.queue)
	}
	return err
}

func (b *boundary) Flush(ctx context.Context) error { return b.next.Flush(ctx) }

// writerSink shows each event instead of recording it.
type writerSink struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *writerSink) Emit(_ context.Context, e telemetry.Event) error {
	line, err := e.AppendJSON(nil)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.w.Write(append(line, '\n'))
	return err
}

func (s *writerSink) Flush(context.Context) error { return nil }
