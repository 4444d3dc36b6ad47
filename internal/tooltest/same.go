package tooltest

import (
	"runtime"
	"strings"
	"testing"
)

// Same runs one command line with several tools: "plain", which has no App, "off", and
// each of the tools in on. Output, exit code and panic must equal those of "plain".
// "off" must leave no file. The others must leave the text recorded in the file
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
			got.Is(t, want) // "telemetry" says that this is a test of a tool
		}
		if got := strings.TrimSpace(home.Text("recorded")); got != recorded {
			t.Errorf("%s: recorded %q, want %q", tool, got, recorded)
		}
	}
}
