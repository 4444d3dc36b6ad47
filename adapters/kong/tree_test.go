package kongcmd_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/adapters/kong"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/internal/tooltest"
)

var errFailed = errors.New("it failed because of /home/me/secret")

// coded is an error that says its exit code.
type coded struct{}

func (coded) Error() string { return "it is coded" }
func (coded) ExitCode() int { return 5 }

// oops is a value to panic with that prints itself.
type oops struct{ a, b int }

// binding is what commands are given.
type binding struct{ name string }

var bound = binding{"bound"}

type (
	runs    struct{}
	fails   struct{}
	isCoded struct{}
	fatal   struct{}
	early   struct{}
	late    struct{}
	target  struct {
		Target string `arg:"" optional:""`
		Count  int    `help:"How many."`
	}
	needy struct {
		Token string `required:""`
	}
	passes struct {
		Args []string `arg:"" optional:""`
	}
	panicText  struct{}
	panicError struct{}
	panicValue struct{}
	panicMap   struct{}
	panicTwice struct{}
	exits      struct{}
	cancelled  struct{}
	interrupt  struct{}
)

func say(kctx *kong.Context, b *binding) error {
	fmt.Println("out", kctx.Command(), b.name)
	fmt.Fprintln(os.Stderr, "err", kctx.Selected().Name)
	return nil
}

func (runs) Run(kctx *kong.Context, b *binding) error   { return say(kctx, b) }
func (target) Run(kctx *kong.Context, b *binding) error { return say(kctx, b) }
func (needy) Run(kctx *kong.Context, b *binding) error  { return say(kctx, b) }
func (passes) Run(kctx *kong.Context, b *binding) error { return say(kctx, b) }
func (fails) Run() error                                { return errFailed }
func (isCoded) Run() error                              { return fmt.Errorf("wrapped: %w", coded{}) }
func (fatal) Run(k *kong.Kong) error                    { k.FatalIfErrorf(errFailed); return nil }
func (early) BeforeApply() error                        { return errFailed }
func (early) Run() error                                { return nil }
func (late) AfterRun() error                            { return errFailed }
func (late) Run() error                                 { return nil }
func (panicText) Run() error                            { fmt.Println("before"); panic("it panicked") }
func (panicError) Run() error                           { panic(errFailed) }
func (panicValue) Run() error                           { panic(oops{1, 2}) }
func (panicTwice) Run() error                           { defer func() { panic("second") }(); panic("first") }
func (exits) Run() error                                { os.Exit(7); return nil }
func (cancelled) Run() error                            { return fmt.Errorf("stopped: %w", context.Canceled) }

func (panicMap) Run() error {
	var none map[string]int
	count(none)
	return nil
}

func (interrupt) Run(ctx context.Context) error { return tooltest.Interrupt(ctx) }

// grammar is mytool, with everything that a command line can have.
type grammar struct {
	Verbose bool
	Version kong.VersionFlag

	Deploy target `cmd:"" aliases:"ship"`
	Needy  needy  `cmd:""`
	Remote struct {
		Add    target `cmd:"" aliases:"new"`
		Remove fails  `cmd:""`
		Deep   struct {
			Down runs `cmd:""`
		} `cmd:""`
	} `cmd:""`
	Default struct {
		One target `cmd:"" default:"withargs"`
		Two runs   `cmd:""`
	} `cmd:""`
	Branch struct {
		ID struct {
			ID   string `arg:""`
			Show runs   `cmd:""`
		} `arg:""`
	} `cmd:""`
	Early      early      `cmd:""`
	Late       late       `cmd:""`
	Fail       fails      `cmd:""`
	Coded      isCoded    `cmd:""`
	Fatal      fatal      `cmd:""`
	Secret     runs       `cmd:"" hidden:""`
	Completion runs       `cmd:""`
	PanicText  panicText  `cmd:""`
	PanicError panicError `cmd:""`
	PanicValue panicValue `cmd:""`
	PanicMap   panicMap   `cmd:""`
	PanicTwice panicTwice `cmd:""`
	Exit       exits      `cmd:""`
	Cancelled  cancelled  `cmd:""`
	Interrupt  interrupt  `cmd:""`
	Exec       passes     `cmd:"" passthrough:""` // which the Catalog declares
}

func newParser(tel *app.App) *kong.Kong {
	return kong.Must(&grammar{}, kong.Name("mytool"), kong.Vars{"version": "1.4.0"}, kongcmd.Command(tel),
		// What the user of mytool chose the names of.
		kong.DynamicCommand("mysecretproject", "", "Extensions", &runs{}),
		kong.DynamicCommand("my-plugin", "", "", &passes{}, `cmd:"" passthrough:""`),
		kong.DynamicCommand("my-shell-alias", "Alias for something.", "", &passes{}, `cmd:"" passthrough:""`),
	)
}

func count(words map[string]int) { words["x"]++ }
