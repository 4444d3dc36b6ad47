package telemetrycmd

import (
	"github.com/optin-go/optin/machineid"
	filesink "github.com/optin-go/optin/sinks/file"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// recording is what one run of the tool records with. Off, all of it is nil.
type recording struct {
	recorder *telemetry.Recorder
	log      *filesink.Sink
	queue    *spoolsink.Sink
}

// record decides, once, whether this run is recorded.
func (a *App) record() *recording {
	a.start.Do(func() { a.recording = a.newRecording() })
	return a.recording
}

func (a *App) newRecording() *recording {
	if !a.gate().on() {
		return &recording{}
	}
	salt, err := a.salt()
	if err != nil {
		return &recording{}
	}
	r := &recording{log: filesink.New(a.paths.log, nil)}
	sinks := []telemetry.Sink{r.log}
	if r.queue = a.newQueue(); r.queue != nil {
		sinks = append(sinks, r.queue)
	}
	r.recorder, _ = telemetry.New(telemetry.Config{
		Tool: a.cfg.Tool, ToolVersion: a.cfg.ToolVersion, Policy: telemetry.Enabled,
		Salt: salt, MachineID: machineid.Derive, Sink: a.catalog.Guard(telemetry.Tee(sinks...)),
	})
	return r
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
