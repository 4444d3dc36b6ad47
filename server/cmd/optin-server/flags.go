package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// newFlags returns an empty set of flags, which explains itself on errs.
func newFlags(errs io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet("optin-server", flag.ContinueOnError)
	flags.SetOutput(errs)
	return flags
}

// parse parses args. A flag that is not given takes its value from the variable
// that is named for it, such as OPTIN_SERVER_DATA for --data.
func parse(flags *flag.FlagSet, args []string, lookup func(string) (string, bool)) error {
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage // the flag set has said what is wrong
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
			fmt.Fprintf(flags.Output(), "%s is not a value for --%s\n", variable(f.Name), f.Name)
			wrong = errUsage
		}
	})
	return wrong
}

func variable(name string) string {
	return "OPTIN_SERVER_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

func environment(name string) (string, bool) { return os.LookupEnv(name) }
