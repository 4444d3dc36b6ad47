package app

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
)

// Verbs returns new commands of `mytool telemetry` at each call: status, enable,
// disable, reset, show, events, send, delete, and the hidden on and off. `mytool
// telemetry` alone runs the first one, status. The commands of a nil App say that
// telemetry is off.
func (a *App) Verbs() []Verb {
	if a == nil {
		return unavailable("this build of the tool could not set it up")
	}
	if a.cfg.TestSink != nil {
		return unavailable("this is a test of the tool")
	}
	k := a.commands()
	return []Verb{
		k.statusVerb(), k.enableVerb("enable", false), k.disableVerb("disable", false), k.resetVerb(),
		k.showVerb(), k.eventsVerb(), k.sendVerb(), k.deleteVerb(),
		k.enableVerb("on", true), k.disableVerb("off", true),
	}
}

func (a *App) commands() *commands {
	return &commands{
		texts: a.texts, version: a.cfg.ToolVersion, noticeID: func() string { return a.gate.notice().ID() },
		gate: a.gate, install: a.install, delivery: a.delivery, lookup: os.LookupEnv, sample: a.sample,
	}
}

// unavailable returns the verbs of a tool without telemetry, which say why.
func unavailable(why string) []Verb {
	var verbs []Verb
	for i, name := range []string{"status", "enable", "disable", "reset", "show", "events", "send", "delete", "on", "off"} {
		flags := flag.NewFlagSet(name, flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		flags.Usage = func() {}
		short := "Not available: " + why
		verbs = append(verbs, Verb{
			Name: name, Short: short, Long: short + ".", Hidden: true, Flags: flags,
			Run: func(_ context.Context, _ []string, stdout, stderr io.Writer) int {
				if i == 0 {
					fmt.Fprintf(stdout, "Telemetry      off\nReason         %s\n", why)
					return exitDone
				}
				fmt.Fprintln(stderr, "Telemetry is off: "+why+".")
				return exitFailed
			},
		})
	}
	return verbs
}
