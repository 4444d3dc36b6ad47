//go:build amd64 || arm64

package cobracmd_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/internal/tooltest"
)

// deaf is a tool as its author is told to write main, with a command that heeds its
// context and one that does not.
func deaf(tel *app.App) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the tool

	root := &cobra.Command{Use: "mytool", SilenceUsage: true}
	root.AddCommand(
		&cobra.Command{Use: "heeds", RunE: func(cmd *cobra.Command, _ []string) error {
			fmt.Println("ready")
			<-cmd.Context().Done()
			return cmd.Context().Err()
		}},
		&cobra.Command{Use: "ignores", Run: func(cmd *cobra.Command, _ []string) {
			fmt.Println("ready")
			<-cmd.Context().Done()
			fmt.Println("heard")
			select {}
		}},
	)
	return cobracmd.Main(ctx, tel, root)
}

// Ctrl-C ends a command that heeds its context, and is recorded. A second one ends
// the tool, as the first would without a context.
func TestCtrlC(t *testing.T) {
	t.Run("heeded", func(t *testing.T) {
		home := tooltest.NewHome(t)
		term := tooltest.StartTerminal(t, home.Command("deaf", "heeds"))
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
		term := tooltest.StartTerminal(t, tooltest.NewHome(t).Command("deaf", "ignores"))
		term.Expect("ready\n")
		term.Type(tooltest.CtrlC)
		term.Expect("heard\n")
		if got := term.Insist(tooltest.CtrlC); got != "signal: interrupt" {
			t.Errorf("it ended with %q", got)
		}
	})
}
