package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// newFlags returns an empty set of flags of a command, which explains itself on
// errs.
func newFlags(command string, errs io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet("optin-server "+command, flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() {} // parse says what is wrong
	return flags
}

// explain lists the flags.
func explain(flags *flag.FlagSet) {
	fmt.Fprintf(flags.Output(), "usage: %s [flags]\n\n", flags.Name())
	flags.VisitAll(func(f *flag.Flag) {
		kind, usage := flag.UnquoteUsage(f)
		if kind != "" {
			kind = " " + kind
		}
		if f.DefValue != "" && f.DefValue != "false" {
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(flags.Output(), "  --%s%s\n        %s\n", f.Name, kind, usage)
	})
	fmt.Fprintf(flags.Output(), "\nA flag that is not given is taken from its variable: --listen from %s.\n", variable("listen"))
}

// parse parses args. A flag that is not given takes its value from the variable
// that is named for it, such as OPTIN_SERVER_DATA for --data.
func parse(flags *flag.FlagSet, args []string, lookup func(string) (string, bool)) error {
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			explain(flags)
			return err
		}
		fmt.Fprintf(flags.Output(), "%s -h lists the flags\n", flags.Name()) // the flag set has said what is wrong
		return errUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(flags.Output(), "%s takes no argument: %q\n", flags.Name(), flags.Arg(0))
		return errUsage
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	var wrong error
	flags.VisitAll(func(f *flag.Flag) {
		value, ok := lookup(variable(f.Name))
		if !ok || given[f.Name] {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			fmt.Fprintf(flags.Output(), "what the variable %s holds is not a value for --%s: %v\n", variable(f.Name), f.Name, err)
			wrong = errUsage
		}
	})
	return wrong
}

func variable(name string) string {
	return "OPTIN_SERVER_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

func environment(name string) (string, bool) { return os.LookupEnv(name) }
