package cobracmd_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/telemetry"
)

// newRecorded returns an App, and what it records.
func newRecorded(t *testing.T) (*app.App, *[]string) {
	t.Helper()
	var got []string
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.4.0", TestSink: telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
		command, _ := e.Attrs.Get("command")
		outcome, _ := e.Attrs.Get("outcome")
		got = append(got, command+": "+outcome)
		return nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	return tel, &got
}

// A context that is nil, or has ended before, is the command's affair: it runs.
func TestContexts(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for want, ctx := range map[string]context.Context{"deploy: ok": nil, "deploy: cancelled": ended} {
		tel, got := newRecorded(t)
		ran := false
		root := &cobra.Command{Use: "mytool"}
		root.AddCommand(&cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) { ran = true }})
		root.SetArgs([]string{"deploy"})
		if err := cobracmd.Execute(ctx, tel, root); err != nil || !ran || !slices.Equal(*got, []string{want}) {
			t.Errorf("error %v, ran %v, recorded %q, want %q", err, ran, *got, want)
		}
	}
}

// A shell of the tool's own executes its tree again and again: each line is recorded,
// and the shell is.
func TestTreeThatExecutesItself(t *testing.T) {
	tel, got := newRecorded(t)
	root := &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true}
	failed := errors.New("failed")
	root.AddCommand(
		&cobra.Command{Use: "one", Run: func(*cobra.Command, []string) {}},
		&cobra.Command{Use: "two", RunE: func(*cobra.Command, []string) error { return failed }},
		&cobra.Command{Use: "shell", Run: func(cmd *cobra.Command, _ []string) {
			for _, line := range []string{"one", "two", "three", "help"} {
				root.SetArgs([]string{line})
				_ = cobracmd.Execute(cmd.Context(), tel, root)
			}
		}},
	)
	root.SetOut(io.Discard)
	root.SetArgs([]string{"shell"})
	if err := cobracmd.Execute(t.Context(), tel, root); err != nil {
		t.Fatal(err)
	}
	if want := []string{"one: ok", "two: error", "unknown: error", "shell: ok"}; !slices.Equal(*got, want) {
		t.Errorf("recorded %q, want %q", *got, want)
	}
}

// A panic is recorded where it happens, and passes, also to somebody who recovers.
func TestPanicPasses(t *testing.T) {
	tel, got := newRecorded(t)
	root := &cobra.Command{Use: "mytool"}
	root.AddCommand(&cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) { panic("oops") }})
	root.SetArgs([]string{"deploy"})
	func() {
		defer func() {
			if v := recover(); v != "oops" {
				t.Errorf("recovered %v", v)
			}
		}()
		_ = cobracmd.Execute(t.Context(), tel, root)
	}()
	if want := []string{"deploy: panic"}; !slices.Equal(*got, want) {
		t.Errorf("recorded %q, want %q", *got, want)
	}
}

// Without an App, the codes that the errors have themselves are those of the tool.
func TestMainWithoutAnAppKeepsTheCodesOfErrors(t *testing.T) {
	root := &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(&cobra.Command{Use: "deploy", RunE: func(*cobra.Command, []string) error { return coded(7) }})
	root.SetArgs([]string{"deploy"})
	if code := cobracmd.Main(t.Context(), nil, root); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
}

type coded int

func (coded) Error() string   { return "it has a code" }
func (c coded) ExitCode() int { return int(c) }

// An error passes as it is, and the tree is as it was.
func TestErrorIsTheSame(t *testing.T) {
	tel, _ := newRecorded(t)
	failed := errors.New("failed")
	root := &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true}
	deploy := &cobra.Command{Use: "deploy", RunE: func(*cobra.Command, []string) error { return failed }}
	root.AddCommand(deploy)
	root.SetArgs([]string{"deploy"})
	sorting := cobra.EnableCommandSorting
	if err := cobracmd.Execute(t.Context(), tel, root); !errors.Is(err, failed) || errors.Unwrap(err) != nil {
		t.Errorf("error %v", err)
	}
	if deploy.PreRun != nil || deploy.PreRunE != nil || root.PersistentPreRun != nil || cobra.EnableCommandSorting != sorting {
		t.Error("the tree or a global of cobra has changed")
	}
}

// A tool that had no command takes its arguments as before, and has one more command.
func TestToolWithoutCommands(t *testing.T) {
	for args, want := range map[string]string{"a b": "mytool: ok", "": "mytool: ok", "telemetry": ""} {
		tel, got := newRecorded(t)
		var took []string
		root := &cobra.Command{Use: "cat", Run: func(_ *cobra.Command, args []string) { took = args }}
		root.SetOut(io.Discard)
		root.SetArgs(strings.Fields(args))
		if code := cobracmd.Main(t.Context(), tel, root); code != 0 {
			t.Errorf("%q: exit code %d", args, code)
		}
		if recorded := strings.Join(*got, " "); recorded != want {
			t.Errorf("%q: recorded %q, want %q", args, recorded, want)
		}
		if want != "" && strings.Join(took, " ") != args {
			t.Errorf("%q: the command took %q", args, took)
		}
	}
}
