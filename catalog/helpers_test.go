package catalog_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// memory is a sink that keeps what it is given.
type memory struct {
	mu      sync.Mutex
	events  []telemetry.Event
	flushed int
}

func (m *memory) Emit(_ context.Context, e telemetry.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, e)
	return nil
}

func (m *memory) Flush(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.flushed++
	return nil
}

// tool is a catalog with an attribute of each kind, and each in an event.
type tool struct {
	*catalog.Catalog
	command *catalog.Commands
	outcome *catalog.Enum
	took    *catalog.DurationBuckets
	size    *catalog.SizeBuckets
	files   *catalog.CountBuckets
	dryRun  *catalog.Bool
	git     *catalog.VersionString
	invoke  *catalog.Event
	crash   *catalog.Event
}

func newTool(tb testing.TB) *tool {
	tb.Helper()
	c := catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
	t := &tool{Catalog: c}
	t.command = c.Commands("command", "which command ran")
	t.outcome = c.Enum("outcome", "how it ended", "ok", "error", "cancelled")
	t.took = c.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute)
	t.size = c.SizeBuckets("size", "how large the result was", 1<<10, 1<<20)
	t.files = c.CountBuckets("files", "how many files there were", 1, 2, 10, 100)
	t.dryRun = c.Bool("dry_run", "whether it was tried only")
	t.git = c.VersionString("git", "which version of Git was found")
	t.invoke = c.Event("command.invoke", "one run of a command", t.command, t.outcome, t.took, t.size, t.files, t.dryRun, t.git)
	t.crash = c.Event("tool.crash", "the tool ended with a bug", t.command, c.ErrorText("what the bug is"), c.Arguments("how to get there"))
	t.command.Allow("deploy", "remote add")
	if err := c.Err(); err != nil {
		tb.Fatal(err)
	}
	return t
}

func event(name string, attrs ...telemetry.Attr) telemetry.Event {
	return telemetry.Event{
		Name: name, Tool: "mytool", ToolVersion: "1.4.0", MachineID: "m",
		TimestampUTC: time.Date(2026, time.May, 8, 12, 34, 56, 0, time.UTC), Attrs: attrs,
	}
}

func encode(tb testing.TB, e telemetry.Event) string {
	tb.Helper()
	line, err := e.AppendJSON(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return string(line)
}

// wantKind checks that err and each error joined in it is a telemetry.Error of
// the kind, and that its text has all of parts.
func wantKind(tb testing.TB, err error, kind telemetry.ErrorKind, parts ...string) {
	tb.Helper()
	var typed *telemetry.Error
	if !errors.Is(err, kind) || !errors.As(err, &typed) || typed.Kind != kind {
		tb.Fatalf("error %v, want one of kind %q", err, kind)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			tb.Errorf("error %q does not say %q", err, part)
		}
	}
}
