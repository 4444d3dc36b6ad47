//go:build amd64 || arm64

package cobracmd_test

import (
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
)

// Ctrl-C ends a command that heeds its context, and is recorded. A second one ends
// the tool, as the first would without a context.
func TestCtrlC(t *testing.T) {
	t.Run("heeded", func(t *testing.T) {
		home := tooltest.NewHome(t)
		term := tooltest.StartTerminal(t, home.Command("interrupted", "heeds"))
		term.Expect("ready\n")
		term.Type(tooltest.CtrlC)
		if got := term.Wait(); got != "exit status 1" {
			t.Errorf("it ended with %q", got)
		}
		if got := home.Text("recorded"); got != "heeds: cancelled\n" {
			t.Errorf("recorded %q", got)
		}
	})
	t.Run("ignored", func(t *testing.T) {
		term := tooltest.StartTerminal(t, tooltest.NewHome(t).Command("interrupted", "ignores"))
		term.Expect("ready\n")
		term.Type(tooltest.CtrlC)
		term.Expect("heard\n")
		if got := term.Insist(tooltest.CtrlC); got != "signal: interrupt" {
			t.Errorf("it ended with %q", got)
		}
	})
	// Without a context that ends, Ctrl-C does what it does without us.
	t.Run("nobody listens", func(t *testing.T) {
		term := tooltest.StartTerminal(t, tooltest.NewHome(t).Command("uninterrupted", "ignores"))
		term.Expect("ready\n")
		term.Type(tooltest.CtrlC)
		if got := term.Wait(); got != "signal: interrupt" {
			t.Errorf("it ended with %q", got)
		}
	})
}
