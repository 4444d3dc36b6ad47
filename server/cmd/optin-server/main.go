// Command optin-server receives the events of command-line tools, keeps them in
// one directory, and shows their author what they say.
//
//	optin-server demo      fills a store with a made-up tool's events and shows them
//	optin-server serve     receives, keeps and shows
//	optin-server check     recomputes the roll-ups and checks the store
//	optin-server backup    writes a copy, also while a server runs
//	optin-server delete    deletes all events of one machine
//	optin-server password  reads a password and prints its hash, for serve
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// command is one of the program's commands. It reports wrong use by errUsage.
type command struct {
	name, short string
	run         func(context.Context, *flag.FlagSet, []string, streams) error
}

type streams struct {
	in       io.Reader
	out, err io.Writer
}

var errUsage = errors.New("wrong use")

func commands() []command {
	return []command{
		{"demo", "show the pages of a made-up tool", runDemo},
		{"serve", "receive, keep and show events", runServe},
		{"check", "check a store", runCheck},
		{"backup", "copy a store, also while a server runs", runBackup},
		{"delete", "delete all events of one machine", runDelete},
		{"password", "hash a password for serve", runPassword},
	}
}

// run returns the exit code: 0 done, 1 failed, 2 wrong use.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	for _, c := range commands() {
		if len(args) == 0 || args[0] != c.name {
			continue
		}
		err := c.run(ctx, newFlags(c.name, errs), args[1:], streams{in, out, errs})
		switch {
		case err == nil || errors.Is(err, flag.ErrHelp):
			return 0
		case errors.Is(err, errUsage):
			return 2
		}
		fmt.Fprintln(errs, "optin-server:", err)
		return 1
	}
	help := errs
	code := 2
	if len(args) > 0 && (args[0] == "help" || args[0] == "-h" || args[0] == "--help") {
		help, code = out, 0
	}
	if code != 0 && len(args) > 0 {
		fmt.Fprintf(help, "optin-server: there is no command %q\n\n", args[0])
	}
	fmt.Fprintln(help, "usage: optin-server <command> [flags]")
	fmt.Fprintln(help)
	for _, c := range commands() {
		fmt.Fprintf(help, "  %-9s %s\n", c.name, c.short)
	}
	fmt.Fprintln(help, "\noptin-server <command> -h lists a command's flags. Each flag can be set by a variable:\n--data by OPTIN_SERVER_DATA, and so on.")
	return code
}
