package urfavecmd_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/adapters/urfave"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/internal/tooltest"
)

var (
	errFailed = errors.New("it failed because of /home/me/secret")
	errTwo    = errors.New("two")
)

// oops is a value to panic with that prints itself.
type oops struct{ a, b int }

func runs(_ context.Context, cmd *cli.Command) error {
	fmt.Println("out", cmd.FullName(), cmd.Args().Slice())
	fmt.Fprintln(os.Stderr, "err", cmd.Name)
	return nil
}

func returns(err error) cli.ActionFunc {
	return func(context.Context, *cli.Command) error { return err }
}

func panics(v any) cli.ActionFunc {
	return func(context.Context, *cli.Command) error { fmt.Println("before"); panic(v) }
}

func before(err error) cli.BeforeFunc {
	return func(ctx context.Context, _ *cli.Command) (context.Context, error) {
		fmt.Println("before")
		return ctx, err
	}
}

// newTree returns mytool, with everything that a tree of commands can have.
func newTree(tel *app.App) *cli.Command {
	var none map[string]int
	root := &cli.Command{
		Name: "mytool", Version: "1.4.0", EnableShellCompletion: true,
		Flags: []cli.Flag{&cli.BoolFlag{Name: "verbose"}},
		Commands: []*cli.Command{
			{Name: "deploy", Aliases: []string{"ship"}, Flags: []cli.Flag{&cli.IntFlag{Name: "count"}}, Action: runs},
			{Name: "needy", Flags: []cli.Flag{&cli.StringFlag{Name: "token", Required: true}}, Action: runs},
			{Name: "remote", Commands: []*cli.Command{
				{Name: "add", Aliases: []string{"new"}, Action: runs},
				{Name: "remove", Action: returns(errFailed)},
				{Name: "deep", Commands: []*cli.Command{{Name: "down", Action: runs}}},
			}},
			{Name: "default", DefaultCommand: "one", Commands: []*cli.Command{{Name: "one", Action: runs}, {Name: "two", Action: runs}}},
			{Name: "early", Before: before(errFailed), Action: runs},
			{Name: "hooked", Before: before(nil), Action: runs, After: func(context.Context, *cli.Command) error { fmt.Println("after"); return nil }},
			{Name: "late", Action: runs, After: func(context.Context, *cli.Command) error { return errFailed }},
			{Name: "secret", Hidden: true, Action: runs, Commands: []*cli.Command{{Name: "below", Action: runs}}},
			{Name: "fail", Action: returns(errFailed)},
			{Name: "two", Action: returns(fmt.Errorf("wrapped: %w", errTwo))},
			{Name: "coded", Action: returns(cli.Exit("it is coded", 5))},
			{Name: "coded-late", Action: returns(cli.Exit("", 5)), After: func(context.Context, *cli.Command) error { fmt.Println("after"); return nil }},
			{Name: "handled", Action: returns(errFailed)},
			{Name: "old", Deprecated: "use deploy", Action: runs},
			{Name: "version", Action: runs},
			{Name: "panic-text", Action: panics("it panicked")},
			{Name: "panic-error", Action: panics(errFailed)},
			{Name: "panic-value", Action: panics(oops{1, 2}), After: func(context.Context, *cli.Command) error { fmt.Println("after"); return nil }},
			{Name: "panic-map", Action: func(context.Context, *cli.Command) error { none["x"] = 1; return nil }},
			{Name: "panic-twice", Action: func(context.Context, *cli.Command) error {
				defer func() { panic("second") }()
				panic("first")
			}},
			{Name: "exit", Action: func(ctx context.Context, cmd *cli.Command) error { _ = runs(ctx, cmd); os.Exit(7); return nil }},
			{Name: "cancelled", Action: returns(fmt.Errorf("stopped: %w", context.Canceled))},
			{Name: "interrupt", Action: func(ctx context.Context, _ *cli.Command) error { return tooltest.Interrupt(ctx) }},
		},
	}
	root.Commands = append(root.Commands, chosen(tel, root)...)
	return root
}

// chosen returns what the user of mytool chose the names of.
func chosen(tel *app.App, root *cli.Command) []*cli.Command {
	expand := func(name string, to ...string) *cli.Command {
		return &cli.Command{
			Name: name, Usage: "Alias for something", SkipFlagParsing: true,
			Action: func(_ context.Context, cmd *cli.Command) error {
				args := append([]string{"mytool"}, to...)
				return root.Run(context.Background(), append(args, cmd.Args().Slice()...))
			},
		}
	}
	again := expand("again")
	again.Action = func(_ context.Context, cmd *cli.Command) error {
		args := append([]string{"mytool", "remote", "add"}, cmd.Args().Slice()...)
		return urfavecmd.Execute(context.Background(), tel, root, args...)
	}
	shell := expand("my-shell-alias")
	shell.Action = runs
	return []*cli.Command{
		expand("my-add", "remote", "add"), expand("my-fail", "fail"), expand("my-panic", "panic-text"), expand("my-typo", "deplyo"),
		expand("my-status", "telemetry", "stauts"), again, shell,
		{Name: "mysecretproject", Category: "Extensions", Action: runs},
		{Name: "my-plugin", SkipFlagParsing: true, Action: runs},
		{Name: "exec", SkipFlagParsing: true, Action: runs}, // which the Catalog declares
	}
}
