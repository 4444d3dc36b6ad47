package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

const variablePrefix = "OPTIN_SERVER_"

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
func parse(flags *flag.FlagSet, args, environ []string) error {
	explainErrors(flags)
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
	return parseVariables(flags, environ)
}

// parseVariables sets the flags of the variables in environ, except those that are
// given. A variable of serve is allowed for every command, since a container sets
// it for all of them. Any other variable with the prefix is a mistake.
func parseVariables(flags *flag.FlagSet, environ []string) error {
	given, known := map[string]bool{}, map[string]*flag.Flag{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	serve := newFlags("serve", flags.Output())
	new(serveFlags).define(serve)
	for _, set := range []*flag.FlagSet{serve, flags} {
		set.VisitAll(func(f *flag.Flag) { known[variable(f.Name)] = f })
	}
	var wrong error
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, variablePrefix) || isOfKubernetes(name, value) {
			continue
		}
		f, ok := known[name]
		if !ok {
			fmt.Fprintf(flags.Output(), "the variable %s sets no flag of %s; did you mean %s?\n", name, flags.Name(), nearest(name, known))
			wrong = errUsage
			continue
		}
		if flags.Lookup(f.Name) != f || given[f.Name] {
			continue
		}
		if err := f.Value.Set(value); err != nil {
			fmt.Fprintf(flags.Output(), "the variable %s holds no valid value for --%s: %v\n", name, f.Name, err)
			wrong = errUsage
		}
	}
	return wrong
}

// isOfKubernetes reports whether Kubernetes sets the variable, for a service that is
// called optin-server.
func isOfKubernetes(name, value string) bool {
	name = strings.TrimPrefix(name, variablePrefix)
	return strings.HasPrefix(name, "SERVICE_") || strings.HasPrefix(name, "PORT_") || name == "PORT" && strings.Contains(value, "://")
}

// nearest returns the known variable that begins and ends most like name.
func nearest(name string, known map[string]*flag.Flag) string {
	best, most := "", -1
	for _, candidate := range slices.Sorted(maps.Keys(known)) {
		alike, length := 0, min(len(name), len(candidate))
		for i := 0; i < length && name[i] == candidate[i]; i++ {
			alike++
		}
		for i := 1; i <= length && name[len(name)-i] == candidate[len(candidate)-i]; i++ {
			alike++
		}
		if alike > most {
			best, most = candidate, alike
		}
	}
	return best
}

func variable(name string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}
