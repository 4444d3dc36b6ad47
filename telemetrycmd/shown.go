package telemetrycmd

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// shown is the recording for somebody whose variable asks for events to be shown.
// They go to standard error, as they would be recorded; if something else keeps
// telemetry off, "none" and why does.
func (a *App) shown(g gate) *recording {
	sink := telemetry.Sink(&writerSink{w: os.Stderr})
	if why := a.besidesLog(g); why != "" {
		return &recording{get: func() *telemetry.Recorder {
			rec, _ := telemetry.New(telemetry.Config{
				Tool: a.cfg.Tool, ToolVersion: a.cfg.ToolVersion, Policy: telemetry.Enabled,
				Salt: a.cfg.Salt, MachineID: func(string) string { return "none" },
				Sink: a.catalog.Guard(noneSink{os.Stderr, why}),
			})
			return rec
		}}
	}
	return &recording{get: a.recorder(sink)}
}

// besidesLog returns why telemetry would be off without the variable that asks
// for events to be shown, or "".
func (a *App) besidesLog(g gate) string {
	reasons := g.reasons()
	for i, v := range g.Vetoes {
		if v.Code != consent.VetoEnvOff {
			return reasons[i]
		}
	}
	return a.paths.unusable()
}

// noneSink says, in the place of each event, why there is none.
type noneSink struct {
	w   io.Writer
	why string
}

func (s noneSink) Emit(context.Context, telemetry.Event) error {
	_, err := fmt.Fprintf(s.w, "none: %s\n", s.why)
	return err
}

func (noneSink) Flush(context.Context) error { return nil }
