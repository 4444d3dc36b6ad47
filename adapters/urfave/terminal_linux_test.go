//go:build amd64 || arm64

package urfavecmd_test

import (
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
)

// The first Ctrl-C ends the context, and a second one the tool.
func TestCtrlC(t *testing.T) {
	term := tooltest.StartTerminal(t, tooltest.NewHome(t).Command("deaf"))
	term.Expect("ready\n")
	term.Type(tooltest.CtrlC)
	term.Expect("heard\n")
	if got := term.Insist(tooltest.CtrlC); got != "signal: interrupt" {
		t.Errorf("it ended with %q", got)
	}
}
