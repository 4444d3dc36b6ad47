package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
	"github.com/optin-go/optin/telemetry"
)

// builtFor stands for the endpoint that greet's author builds it with.
const builtFor = "GREET_BUILT_FOR"

func TestMain(m *testing.M) {
	tooltest.Main(m, map[string]func() int{"greet": func() int {
		endpoint = os.Getenv(builtFor)
		main()
		return 0
	}})
}

// recorded returns what greet shows as recorded.
func recorded(t *testing.T, home *tooltest.Home) []telemetry.Event {
	t.Helper()
	var events []telemetry.Event
	for line := range bytes.Lines([]byte(home.Must("greet", "telemetry show --past"))) {
		e, err := telemetry.ParseEvent(bytes.TrimSpace(line))
		if err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		events = append(events, e)
	}
	return events
}

func TestOffLeavesTheHomeUntouched(t *testing.T) {
	home := tooltest.NewHome(t)
	home.Line("greet", "hello Ada").Is(t, tooltest.Result{Stdout: "Hello, Ada!\n"})
	home.Line("greet", "farewell Ada").Is(t, tooltest.Result{Stdout: "Good-bye, Ada!\n"})
	for _, line := range []string{"telemetry status", "telemetry show", "help"} {
		home.Must("greet", line)
	}
	if files := home.Files(); files != "" {
		t.Errorf("greet left\n%s", files)
	}
}

func TestRunsAreRecordedAfterEnable(t *testing.T) {
	home := tooltest.NewHome(t)
	home.Must("greet", "telemetry enable --yes")
	for _, run := range []struct {
		line string
		code int
	}{{"hello Ada", 0}, {"hello", 1}, {"typed-by-the-user secret", 1}, {"farewell Ada", 0}} {
		if r := home.Line("greet", run.line); r.Code != run.code {
			t.Errorf("greet %s: exit code %d, want %d", run.line, r.Code, run.code)
		}
	}
	var got []string
	for _, e := range recorded(t, home) {
		command, _ := e.Attrs.Get("command")
		outcome, _ := e.Attrs.Get("outcome")
		got = append(got, e.Name+" "+command+" "+outcome)
	}
	want := []string{"command.invoke hello ok", "command.invoke hello error", "command.invoke unknown error", "command.invoke farewell ok"}
	if !slices.Equal(got, want) {
		t.Errorf("recorded %q, want %q", got, want)
	}
	if shown := home.Must("greet", "telemetry show"); strings.Contains(shown, "Ada") || strings.Contains(shown, "typed-by-the-user") {
		t.Errorf("what the user typed was recorded: %s", shown)
	}
}

// A mistake of greet's author is said, and greets all the same.
func TestAnEndpointThatCannotBe(t *testing.T) {
	home := tooltest.NewHome(t, builtFor+"=ftp://example.org")
	if r := home.Line("greet", "hello Ada"); r.Code != 0 || r.Stdout != "Hello, Ada!\n" || !strings.Contains(r.Stderr, "Endpoint") {
		t.Errorf("%+v", r)
	}
}
