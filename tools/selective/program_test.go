package selective

import (
	"fmt"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
)

// uses has what a tool calls of each module.
var uses = map[string]string{
	"adapters/cobra":  "cobracmd.Main",
	"adapters/kong":   "kongcmd.Command, kongcmd.Main",
	"adapters/urfave": "urfavecmd.Main",
	"app":             "app.New, (*app.App).Run, (*app.App).Telemetry, (*app.App).ExitCode",
	"catalog":         "catalog.New, (*catalog.Catalog).Event, (*catalog.Catalog).Enum, (*catalog.Enum).Of",
	"consent":         "consent.Write, consent.Resolver.Resolve",
	"internal":        "", // nobody can import it
	"machineid":       "machineid.Derive",
	"redact":          "redact.String",
	"sinks/file":      "filesink.New, (*filesink.Sink).Emit, (*filesink.Sink).Close",
	"sinks/http":      "httpsink.New, (*httpsink.Sink).Emit",
	"sinks/memory":    "memorysink.New, (*memorysink.Sink).Emit, (*memorysink.Sink).Snapshot",
	"sinks/otlp":      "otlpsink.New, (*otlpsink.Sink).Emit",
	"sinks/posthog":   "posthogsink.New, (*posthogsink.Sink).Emit",
	"sinks/segment":   "segmentsink.New, (*segmentsink.Sink).Emit",
	"sinks/spool":     "spoolsink.New, (*spoolsink.Sink).Emit, (*spoolsink.Sink).Deliver, (*spoolsink.Sink).Close",
	"telemetry":       "telemetry.New, (*telemetry.Recorder).Record, (*telemetry.Recorder).Flush",
}

// program returns the source of a program that links what a tool calls of a module.
func program(t *testing.T, m *repository.Module) string {
	t.Helper()
	calls, ok := uses[m.Dir]
	switch {
	case !ok:
		t.Fatalf("the table of uses does not say what a tool calls of %s", m.Dir)
	case calls == "":
		return "package main\n\nfunc main() {}\n"
	}
	name, _, _ := strings.Cut(strings.TrimLeft(calls, "(*"), ".")
	return fmt.Sprintf("package main\n\nimport %s %q\n\nvar calls = []any{%s}\n\nfunc main() { println(len(calls)) }\n", name, m.Path(), calls)
}
