package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/git"
)

func main() {
	if err := git.Detach(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, func(string) {}))
}

// Exit codes.
const (
	done    = 0
	refused = 1
	misused = 2
)

// A command is one of the program's sub-commands.
type command struct {
	name, about string
	run         func(*release) error
}

var commands = []command{
	{"plan", "print what would be released, and why", (*release).plan},
	{"check", "say whether it may be released", (*release).check},
	{"tag", "make the release commit and its tags; finish a release that was interrupted", (*release).tag},
}

// run is the program. It calls step after each step that an interruption may follow.
func run(args []string, stdout, stderr io.Writer, step func(string)) int {
	o := options{date: time.Now().UTC().Format(time.DateOnly), versions: map[string]string{}, step: step}
	flags := flagSet(&o)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "usage: go run ./tools/release [command] [flags]\n\ncommands:\n")
		for _, c := range commands {
			fmt.Fprintf(stderr, "  %-6s %s\n", c.name, c.about)
		}
		fmt.Fprint(stderr, "\nflags:\n")
		flags.PrintDefaults()
	}
	if len(args) == 0 {
		flags.Usage()
		return misused
	}
	name := args[0]
	for _, c := range commands {
		if c.name != name {
			continue
		}
		switch err := flags.Parse(args[1:]); {
		case errors.Is(err, flag.ErrHelp):
			return done
		case err != nil:
			return misused
		case flags.NArg() > 0:
			fmt.Fprintf(stderr, "release: %s takes no argument %q\n", name, flags.Arg(0))
			return misused
		case o.dryRun && name != "tag":
			fmt.Fprintf(stderr, "release: %s changes nothing, with or without -dry-run\n", name)
			return misused
		}
		if err := start(c, o, stdout); err != nil {
			fmt.Fprintln(stderr, strings.TrimRight(err.Error(), "\n"))
			return refused
		}
		return done
	}
	if name == "help" || name == "-h" || name == "-help" || name == "--help" {
		flags.SetOutput(stdout)
		stderr = stdout
		flags.Usage()
		return done
	}
	fmt.Fprintf(stderr, "release: there is no command %q\n", name)
	flags.Usage()
	return misused
}

// flagSet returns the program's flags, which write to o.
func flagSet(o *options) *flag.FlagSet {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.BoolVar(&o.dryRun, "dry-run", false, "tag: do everything, and keep nothing")
	flags.BoolVar(&o.untested, "untested", false, "check, tag: a rehearsal, without the modules' tests, the files that they keep and the rule about prereleases; only where there is no remote to push to")
	flags.Func("date", "the `day` written into the changelogs, such as 2006-01-02 (default today)", o.day)
	flags.Func("version", "release the module in a directory as a higher version than its changes ask for: `directory=vX.Y.Z`; may be repeated", o.choose)
	return flags
}

// options is what the command line says.
type options struct {
	dryRun   bool
	untested bool
	date     string
	versions map[string]string // by the module's directory
	step     func(string)
}

func (o *options) choose(text string) error {
	dir, version, _ := strings.Cut(text, "=")
	if dir == "" || semver.Canonical(version) != version || version == "" {
		return errors.New("want a directory and a full version, such as telemetry=v0.2.0")
	}
	o.versions[dir] = version
	return nil
}

func (o *options) day(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return errors.New("want a day such as 2006-01-02")
	}
	o.date = text
	return nil
}

func start(c command, o options, stdout io.Writer) (err error) {
	r, err := open(o, stdout)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	return c.run(r)
}
