package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Telemetry runs `mytool telemetry …` for a tool without a framework; args are the
// words after "telemetry". It prints to standard output and error, has its own help,
// and returns the exit code. With a nil App it says that telemetry is off.
func (a *App) Telemetry(ctx context.Context, args []string) int {
	tool := "mytool"
	if a != nil {
		tool = a.cfg.Tool
	}
	l := commandLine{command: tool + " telemetry", verbs: a.Verbs(), stdout: os.Stdout, stderr: os.Stderr}
	if a != nil {
		l.overview = a.texts.overview()
	}
	return l.run(ctx, args)
}

// overview is the text above the list of verbs.
func (t texts) overview() string {
	to := "It stays on this machine."
	if t.recipient != "" {
		to = "It is sent to " + t.recipient + "."
	}
	first := wrap("", capital(t.display)+" records usage data only after you have agreed to it. "+to)
	return strings.Join(first, "\n") + `

Without a command, this shows whether anything is recorded, and why.
To stop it at once and for good: ` + t.disable() + "\n"
}

// commandLine parses the words after "telemetry".
type commandLine struct {
	command, overview string
	verbs             []Verb
	stdout, stderr    io.Writer
}

func (l commandLine) run(ctx context.Context, args []string) int {
	name := l.verbs[0].Name
	switch {
	case len(args) > 0 && (args[0] == "help" || isHelp(args[0])):
		return l.help(args[1:])
	case len(args) > 0 && !strings.HasPrefix(args[0], "-"):
		name, args = args[0], args[1:]
	}
	v, ok := l.find(name)
	if !ok {
		return l.wrongUse("has no command "+quoted(name), "")
	}
	switch err := v.Flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		l.verbHelp(v)
		return exitDone
	case err != nil:
		return l.wrongUse(printable(err.Error()), v.Name)
	}
	return v.Run(ctx, v.Flags.Args(), l.stdout, l.stderr)
}

func isHelp(arg string) bool { return slices.Contains([]string{"-h", "-help", "--help"}, arg) }

func (l commandLine) find(name string) (Verb, bool) {
	i := slices.IndexFunc(l.verbs, func(v Verb) bool { return v.Name == name })
	if i < 0 {
		return Verb{}, false
	}
	return l.verbs[i], true
}

func (l commandLine) help(args []string) int {
	if len(args) > 0 {
		v, ok := l.find(args[0])
		if !ok || len(args) > 1 {
			return l.wrongUse("has no command "+quoted(strings.Join(args, " ")), "")
		}
		l.verbHelp(v)
		return exitDone
	}
	var b strings.Builder
	if l.overview != "" {
		b.WriteString(l.overview + "\n")
	}
	fmt.Fprintf(&b, "Usage: %s [command]\n\nCommands:\n", l.command)
	for _, v := range l.verbs {
		if !v.Hidden {
			fmt.Fprintf(&b, "  %-8s %s\n", v.Name, v.Short)
		}
	}
	fmt.Fprintf(&b, "\nMore about one: %s help [command]\n", l.command)
	_, _ = io.WriteString(l.stdout, b.String())
	return exitDone
}

func (l commandLine) verbHelp(v Verb) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nUsage: %s %s [flags]\n\nFlags:\n", v.Long, l.command, v.Name)
	v.Flags.VisitAll(func(f *flag.Flag) {
		name, usage := flag.UnquoteUsage(f)
		if f.DefValue != "false" {
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(&b, "  %-22s %s\n", strings.TrimSpace("--"+f.Name+" "+name), usage)
	})
	_, _ = io.WriteString(l.stdout, b.String())
}

func (l commandLine) wrongUse(problem, verb string) int {
	command := strings.TrimSpace(l.command + " " + verb)
	fmt.Fprintf(l.stderr, "%s: %s\nSee: %s --help\n", command, printable(problem), command)
	return exitWrongUse
}
