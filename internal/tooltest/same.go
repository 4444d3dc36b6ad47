package tooltest

import (
	"runtime"
	"strings"
	"testing"
)

// Same runs one command line as the tool "plain", which has no App, as "off", and as
// each of the tools that are on. Output, exit code and panic must be those of "plain".
// "off" must leave no file, and the others must leave the given text in the file
// "recorded" of their homes.
func Same(t *testing.T, line, recorded string, on ...string) {
	t.Helper()
	if runtime.GOOS == "windows" && line == "interrupt" {
		t.Skip("a process cannot interrupt itself on Windows")
	}
	home := NewHome(t)
	want := home.Line("plain", line)
	home.Line("off", line).Is(t, want)
	if files := home.Files(); files != "" {
		t.Errorf("off, it left\n%s", files)
	}
	for _, tool := range on {
		home := NewHome(t)
		if got := home.Line(tool, line); !strings.Contains(line, "telemetry") && line != "my-status" {
			got.Is(t, want) // in a test of a tool, "telemetry" says that it is one
		}
		if got := strings.TrimSpace(home.Text("recorded")); got != recorded {
			t.Errorf("%s: recorded %q, want %q", tool, got, recorded)
		}
	}
}
