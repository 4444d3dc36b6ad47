package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Exit codes.
const (
	exitOK       = 0
	exitFailed   = 1
	exitWrongUse = 2
	exitRefused  = 3
)

const help = `greet greets people.

Usage:
  greet hello NAME        greet somebody
  greet farewell NAME     say good-bye
  greet telemetry         show whether usage is recorded, and how to change that
  greet help              show this text
`

// errWrongUse marks an error of the one who typed the command.
var errWrongUse = errors.New("wrong use")

// run runs the command that args name, records it if its user agreed, and
// returns the exit code. What is recorded never changes what the command does.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		fmt.Fprint(stdout, help)
		return exitOK
	}
	if args[0] == "telemetry" {
		return control(args[1:], stdout, stderr)
	}

	u := startUsage()
	name, err := greet(args, stdout)
	u.record(ctx, name, err)
	u.end()

	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errWrongUse):
		fmt.Fprintln(stderr, err)
		return exitWrongUse
	default:
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
}

// greet runs one of the greeting commands. It returns the command's name as the
// tool knows it, never as it was typed.
func greet(args []string, stdout io.Writer) (name string, err error) {
	greetings := map[string]string{"hello": "Hello, %s!\n", "farewell": "Farewell, %s!\n"}
	name = args[0]
	format, ok := greetings[name]
	if !ok {
		return "unknown", fmt.Errorf("%w: greet has no command %q; see: greet help", errWrongUse, name)
	}
	if len(args) != 2 {
		return name, fmt.Errorf("%w: say whom to greet: greet %s NAME", errWrongUse, name)
	}
	_, err = fmt.Fprintf(stdout, format, args[1])
	return name, err
}
