//go:build amd64 || arm64

package kongcmd_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/adapters/kong"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/internal/tooltest"
)

// deaf is a tool as its author is told to write main, with a command that ignores
// its context.
func deaf(tel *app.App) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the tool

	return kongcmd.Main(ctx, tel, kong.Must(&ignores{}, kong.Name("mytool")))
}

type ignores struct{}

func (ignores) Run(ctx context.Context) error {
	fmt.Println("ready")
	<-ctx.Done()
	fmt.Println("heard")
	select {}
}

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
