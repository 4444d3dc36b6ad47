// Command godog runs the scenarios of this repository from anywhere in it:
//
//	godog features/
//	godog features/consent.feature:14
//	godog --tags=@spec --format=pretty features/
//
// It takes paths of directories, of .feature files, and of a scenario's line in
// one. Without a path, it runs all. It is go test on the package features with
// godog's own flags, because the godog command of upstream needs a go.mod in the
// current directory, and the root of this repository has none.
//
// The exit code is that of go test, or 2 when the command is used wrongly.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

const (
	features = "github.com/optin-go/optin/features"

	exitUsage = 2
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "godog:", err)
	}
	os.Exit(code)
}

// run returns the exit code, and why it is not that of go test.
func run(args []string) (int, error) {
	settings, paths, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return 0, nil
	}
	if err != nil {
		return exitUsage, fmt.Errorf("%w; godog --help names the flags", err)
	}
	for i, path := range paths {
		if paths[i], err = absolute(path); err != nil {
			return exitUsage, err
		}
	}
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", features).Output()
	if err != nil {
		return exitUsage, fmt.Errorf("there is no %s here (%w); run this in a checkout of the repository", features, err)
	}

	// Without the name of a package, go test does not hold back what the test prints.
	cmd := exec.Command("go", slices.Concat([]string{"test", "-count=1", "-run=^TestFeatures$", "-args"}, settings, paths)...)
	cmd.Dir = strings.TrimSpace(string(dir))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.Exited() {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}

// parse returns the flags as TestFeatures takes them, and the paths. These may
// stand before, between and after the flags.
func parse(args []string) (settings, paths []string, err error) {
	set := flag.NewFlagSet("godog", flag.ContinueOnError)
	set.SetOutput(io.Discard) // its errors come without its list of flags
	// pass hands a flag on, as check returns it.
	pass := func(define func(string, string, func(string) error), name, usage string, check func(string) (string, error)) {
		define(name, usage, func(value string) error {
			value, err := check(value)
			settings = append(settings, "-godog."+name+"="+value)
			return err
		})
	}
	pass(set.Func, "format", "report as `pretty`, progress, cucumber, events or junit, and :file to report there", format)
	pass(set.Func, "tags", "run scenarios with these `tags`, such as @spec or \"@consent && ~@unix\"", anything)
	pass(set.Func, "concurrency", "run that `number` of scenarios at once", number)
	pass(set.BoolFunc, "random", "run in a random order, or in that of a number", anything)
	pass(set.BoolFunc, "definitions", "print the steps that there are, and run none", truth)
	pass(set.BoolFunc, "stop-on-failure", "stop at the first scenario that fails", truth)
	pass(set.BoolFunc, "no-colors", "print without colours", truth)
	if isTerminal(os.Stdout) {
		settings = append(settings, "-godog.no-colors=false")
	}
	for {
		err := set.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			set.SetOutput(os.Stdout)
			fmt.Println("usage: godog [flags] [directory | file.feature | file.feature:line]...")
			set.PrintDefaults()
		}
		if err != nil {
			return nil, nil, err
		}
		if set.NArg() == 0 {
			return settings, paths, nil
		}
		paths = append(paths, set.Arg(0))
		args = set.Args()[1:]
	}
}

func anything(value string) (string, error) { return value, nil }

func number(value string) (string, error) {
	_, err := strconv.ParseUint(value, 10, 16)
	return value, err
}

func truth(value string) (string, error) {
	_, err := strconv.ParseBool(value)
	return value, err
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
