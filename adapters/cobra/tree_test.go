package cobracmd_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/internal/tooltest"
)

var (
	errFailed = errors.New("it failed because of /home/me/secret")
	errTwo    = errors.New("two")
	errDone   = errors.New("nothing to do") // an error that is a success
)

// oops is a value to panic with that prints itself.
type oops struct{ a, b int }

// newTree returns mytool, with everything that a tree of commands can have.
func newTree(tel *app.App) *cobra.Command {
	runs := func(cmd *cobra.Command, args []string) {
		fmt.Println("out", cmd.CommandPath(), args)
		fmt.Fprintln(os.Stderr, "err", cmd.CalledAs())
	}
	fails := func(*cobra.Command, []string) error { return errFailed }
	panics := func(v any) func(*cobra.Command, []string) {
		return func(*cobra.Command, []string) { fmt.Println("before"); panic(v) }
	}
	root := &cobra.Command{Use: "mytool", Short: "A tool", Version: "1.4.0"}
	root.PersistentFlags().Bool("verbose", false, "say more")

	deploy := &cobra.Command{Use: "deploy [target]", Aliases: []string{"ship"}, Run: runs}
	deploy.Flags().Int("count", 1, "how many")
	needy := &cobra.Command{Use: "needy", Run: runs}
	needy.Flags().String("token", "", "a token")
	_ = needy.MarkFlagRequired("token")
	remote := &cobra.Command{Use: "remote", Short: "Commands below"}
	deep := &cobra.Command{Use: "deep"}
	deep.AddCommand(&cobra.Command{Use: "down", Run: runs})
	remote.AddCommand(
		&cobra.Command{Use: "add", Aliases: []string{"new"}, RunE: func(cmd *cobra.Command, args []string) error { runs(cmd, args); return nil }},
		&cobra.Command{Use: "remove", RunE: fails}, deep,
	)
	hooked := &cobra.Command{Use: "hooked", PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
		if cmd.Name() == "barred" {
			return errFailed
		}
		fmt.Println("persistent pre-run")
		return nil
	}}
	hooked.AddCommand(
		&cobra.Command{Use: "barred", Run: runs},
		&cobra.Command{
			Use: "all", Run: runs,
			PreRun:            func(*cobra.Command, []string) { fmt.Println("pre-run") },
			PostRun:           func(*cobra.Command, []string) { fmt.Println("post-run") },
			PersistentPostRun: func(*cobra.Command, []string) { fmt.Println("persistent post-run") },
		},
		&cobra.Command{Use: "early", Run: runs, PreRunE: fails},
		&cobra.Command{Use: "late", Run: runs, PostRunE: fails},
		&cobra.Command{Use: "panics", Run: runs, PreRun: panics("in a hook")},
	)
	secret := &cobra.Command{Use: "secret", Hidden: true, Run: runs}
	secret.AddCommand(&cobra.Command{Use: "below", Run: runs})
	var none map[string]int
	root.AddCommand(
		deploy, needy, remote, hooked, secret,
		// Which of two with one alias runs, and in which order they are suggested, is
		// that in which they were added, and not the alphabet's.
		&cobra.Command{Use: "stop", Aliases: []string{"s"}, Run: runs},
		&cobra.Command{Use: "start", Aliases: []string{"s"}, Run: runs},
		&cobra.Command{Use: "fail", RunE: fails},
		&cobra.Command{Use: "two", SilenceUsage: true, RunE: func(*cobra.Command, []string) error { return fmt.Errorf("wrapped: %w", errTwo) }},
		&cobra.Command{Use: "done", SilenceUsage: true, RunE: func(*cobra.Command, []string) error { return errDone }},
		&cobra.Command{Use: "silent", SilenceErrors: true, SilenceUsage: true, RunE: fails},
		&cobra.Command{Use: "old", Deprecated: "use deploy", Run: runs},
		&cobra.Command{Use: "exact", Args: cobra.ExactArgs(1), Run: runs},
		&cobra.Command{Use: "none", Args: cobra.NoArgs, Run: runs},
		&cobra.Command{Use: "version", Run: func(*cobra.Command, []string) { fmt.Println("1.4.0") }},
		&cobra.Command{Use: "panic-text", Run: panics("it panicked")},
		&cobra.Command{Use: "panic-error", Run: panics(errFailed)},
		&cobra.Command{Use: "panic-value", Run: panics(oops{1, 2})},
		&cobra.Command{Use: "panic-map", Run: func(*cobra.Command, []string) { none["x"] = 1 }},
		&cobra.Command{Use: "panic-twice", Run: func(*cobra.Command, []string) {
			defer func() { panic("second") }()
			panic("first")
		}},
		&cobra.Command{Use: "exit", Run: func(cmd *cobra.Command, args []string) { runs(cmd, args); os.Exit(7) }},
		&cobra.Command{Use: "cancelled", RunE: func(*cobra.Command, []string) error { return fmt.Errorf("stopped: %w", context.Canceled) }},
		&cobra.Command{Use: "interrupt", RunE: func(cmd *cobra.Command, _ []string) error { return tooltest.Interrupt(cmd.Context()) }},
	)
	addChosen(tel, root, runs)
	return root
}

// addChosen adds what the user of mytool chose the names of, as gh does.
func addChosen(tel *app.App, root *cobra.Command, runs func(*cobra.Command, []string)) {
	root.AddGroup(&cobra.Group{ID: "extra", Title: "Extension commands:"})
	expand := func(name string, to ...string) *cobra.Command {
		return &cobra.Command{
			Use: name, Short: "Alias for something", DisableFlagParsing: true, SilenceErrors: true, SilenceUsage: true,
			RunE: func(cmd *cobra.Command, args []string) error {
				root := cmd.Root()
				root.SetArgs(append(to, args...))
				return root.Execute()
			},
		}
	}
	again := expand("again")
	again.RunE = func(cmd *cobra.Command, args []string) error {
		root := cmd.Root()
		root.SetArgs(append([]string{"remote", "add"}, args...))
		return cobracmd.Execute(cmd.Context(), tel, root)
	}
	shell := expand("my-shell-alias")
	shell.RunE = nil
	shell.Run = runs
	root.AddCommand(
		expand("my-add", "remote", "add"), expand("my-fail", "fail"), expand("my-panic", "panic-text"), expand("my-typo", "deplyo"),
		expand("my-status", "telemetry", "stauts"), expand("my-add-twice", "my-add"), again, shell,
		&cobra.Command{Use: "mysecretproject", GroupID: "extra", Run: runs},
		&cobra.Command{Use: "my-plugin", DisableFlagParsing: true, Run: runs},
		&cobra.Command{Use: "my-annotated", Annotations: map[string]string{"com.docker.cli.plugin": "true"}, Run: runs},
		&cobra.Command{Use: "exec", DisableFlagParsing: true, Run: runs}, // which the Catalog declares
	)
}
