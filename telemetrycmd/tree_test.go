package telemetrycmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// runTree is mytool: with everything that a tree of commands can have, run by an
// App, or by cobra alone.
func runTree(byApp bool) int {
	cat := catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
	cat.Event("page.shown", "a page was shown", cat.Enum("page", "which one", "first", "last"))
	if os.Getenv("WIDER") != "" {
		cat.Event("wider", "something else")
	}
	cfg := Config{
		Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat,
		ExitCode: func(err error) int {
			if errors.Is(err, errTwo) {
				return 2
			}
			return 1
		},
	}
	if url := os.Getenv("ENDPOINT"); url != "" {
		cfg.Exporter = posting(url)
	}
	if os.Getenv("ENDPOINT") == "stubborn" {
		cfg.Exporter = stubborn{}
	}
	if budget, err := time.ParseDuration(os.Getenv("BUDGET")); err == nil {
		cfg.ExitBudget = budget
	}
	app, err := New(cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 70
	}
	ctx := context.Background()
	if slices.Contains(os.Args, "interrupt") {
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt)
		defer stop()
	}
	root := newTree(app)
	root.AddCommand(app.Command())
	if !byApp {
		err := root.ExecuteContext(ctx)
		if err == nil {
			return 0
		}
		var own *exitError
		if errors.As(err, &own) {
			return own.code
		}
		return cfg.ExitCode(err)
	}
	app.Instrument(root)
	return app.Main(ctx, root)
}

var (
	errFailed = errors.New("it failed because of /home/me/secret")
	errTwo    = errors.New("two")
)

// stubborn is an Exporter that does not end when it must.
type stubborn struct{}

func (stubborn) Export(context.Context, []telemetry.Event) error { select {} }

// oops is a value to panic with that prints itself.
type oops struct{ a, b int }

func newTree(app *App) *cobra.Command {
	runs := func(cmd *cobra.Command, args []string) {
		fmt.Println("out", cmd.CommandPath(), args)
		fmt.Fprintln(os.Stderr, "err", cmd.CalledAs())
	}
	fails := func(*cobra.Command, []string) error { return errFailed }
	panics := func(v any) *cobra.Command {
		return &cobra.Command{Run: func(*cobra.Command, []string) { fmt.Println("before"); panic(v) }}
	}
	use := func(use string, cmd *cobra.Command) *cobra.Command {
		cmd.Use = use
		return cmd
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
		&cobra.Command{Use: "panics", Run: runs, PreRun: func(*cobra.Command, []string) { panic("in a hook") }},
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
		&cobra.Command{Use: "silent", SilenceErrors: true, SilenceUsage: true, RunE: fails},
		&cobra.Command{Use: "old", Deprecated: "use deploy", Run: runs},
		&cobra.Command{Use: "exact", Args: cobra.ExactArgs(1), Run: runs},
		&cobra.Command{Use: "plugin", DisableFlagParsing: true, Run: runs},
		&cobra.Command{Use: "version", Run: func(*cobra.Command, []string) { fmt.Println("1.4.0") }},
		use("panic-text", panics("it panicked")),
		use("panic-error", panics(errFailed)),
		use("panic-value", panics(oops{1, 2})),
		&cobra.Command{Use: "panic-nil", Run: func(*cobra.Command, []string) { none["x"] = 1 }},
		&cobra.Command{Use: "panic-twice", Run: func(*cobra.Command, []string) {
			defer func() { panic("second") }()
			panic("first")
		}},
		&cobra.Command{Use: "exit", Run: func(cmd *cobra.Command, args []string) { runs(cmd, args); os.Exit(7) }},
		&cobra.Command{Use: "finish", Run: func(cmd *cobra.Command, args []string) {
			runs(cmd, args)
			app.Finish(errFailed)
			app.Finish(nil)
			os.Exit(7)
		}},
		&cobra.Command{Use: "finish-and-return", RunE: func(*cobra.Command, []string) error { app.Finish(nil); return errFailed }},
		&cobra.Command{Use: "cancelled", RunE: func(*cobra.Command, []string) error { return fmt.Errorf("stopped: %w", context.Canceled) }},
		&cobra.Command{Use: "interrupt", RunE: func(cmd *cobra.Command, _ []string) error {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Signal(syscall.SIGINT)
			}
			if err != nil {
				return err
			}
			<-cmd.Context().Done()
			return cmd.Context().Err()
		}},
		&cobra.Command{Use: "nested", RunE: func(cmd *cobra.Command, _ []string) error {
			inner := &cobra.Command{Use: "mytool"}
			inner.AddCommand(&cobra.Command{Use: "inner", RunE: fails})
			inner.SetArgs([]string{"inner"})
			if os.Getenv(toolVariable) == "plain" {
				_ = inner.ExecuteContext(cmd.Context())
				return nil
			}
			app.Instrument(inner)
			app.Main(cmd.Context(), inner)
			return nil
		}},
		&cobra.Command{Use: "wait", Run: func(*cobra.Command, []string) {
			fmt.Println("ready")
			var line string
			_, _ = fmt.Scanln(&line)
			_ = app.Recorder().Record(context.Background(), "page.shown", telemetry.String("page", "last"))
		}},
		&cobra.Command{Use: "own", RunE: func(*cobra.Command, []string) error {
			rec := app.Recorder()
			var b strings.Builder
			for _, attr := range []telemetry.Attr{
				telemetry.String("page", "first"), telemetry.String("page", "/home/me"), telemetry.String("user", "me"),
			} {
				fmt.Fprintln(&b, rec.Record(context.Background(), "page.shown", attr) != nil)
			}
			fmt.Fprintln(&b, rec.Record(context.Background(), "undeclared") != nil)
			return os.WriteFile("refused", []byte(b.String()), 0o600)
		}},
	)
	return root
}
