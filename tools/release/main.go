package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/git"
)

func main() {
	if err := git.Detach(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
	os.Exit(run("", os.Args[1:], os.Stdout, os.Stderr))
}

// commands are the program's commands, with the steps that each takes.
var commands = map[string][]func(*release) error{
	"plan":  {(*release).print},
	"check": {(*release).print, (*release).prepare, (*release).test},
	"tag":   {(*release).print, (*release).prepare, (*release).test, (*release).publish},
}

const usage = "usage: go run ./tools/release plan|check|tag [-version dir=vX.Y.Z]… [-untested]"

// run is the program. tools is the directory of the module that pins gorelease; ""
// is tools in the repository.
func run(tools string, args []string, stdout, stderr io.Writer) int {
	o := options{tools: tools, versions: map[string]string{}}
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprintln(stderr, usage); flags.PrintDefaults() }
	flags.BoolVar(&o.untested, "untested", false, "leave out the tests; refused where there is a remote to push to")
	flags.Func("version", "release the module in a directory as a higher `dir=vX.Y.Z`; may be repeated", o.choose)
	if len(args) == 0 || commands[args[0]] == nil {
		flags.Usage()
		return 2
	}
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return 2
	}
	if err := start(o, commands[args[0]], stdout); err != nil {
		fmt.Fprintln(stderr, "release:", err)
		return 1
	}
	return 0
}

// options is what the command line says.
type options struct {
	tools    string
	untested bool
	versions map[string]string // by the module's directory
}

func (o *options) choose(text string) error {
	dir, version, _ := strings.Cut(text, "=")
	if dir == "" || version == "" || semver.Canonical(version) != version {
		return errors.New("want a directory and a full version, such as telemetry=v0.2.0")
	}
	o.versions[dir] = version
	return nil
}

func start(o options, steps []func(*release) error, out io.Writer) (err error) {
	r, err := open(o, out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	for _, step := range steps {
		if err := step(r); err != nil || len(r.released()) == 0 {
			return err
		}
	}
	return nil
}
