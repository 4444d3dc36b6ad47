package app

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strconv"
)

// Verb is one command of `mytool telemetry`, for any parser of the tool's command
// line.
type Verb struct {
	Name  string // such as "status"
	Short string // one line of help
	Long  string // the text of help, of several lines
	// Hidden says that help does not list the command.
	Hidden bool
	// Flags are the flags of the command. The caller parses the command line with
	// them before Run. They print nothing themselves.
	Flags *flag.FlagSet
	// Run runs the command, prints its own errors to stderr, and returns the exit
	// code: 0 done, 1 failed or not saved, 2 wrong use, 3 refused. args are the
	// words that Flags left over; the command takes none, and says so.
	Run func(ctx context.Context, args []string, stdout, stderr io.Writer) int
}

// commands holds what the verbs work with.
type commands struct {
	texts
	version  string
	noticeID func() string
	gate     *gate
	install  *installation
	delivery *delivery
	lookup   func(string) (string, bool)
	sample   func() string
}

// path returns what the user types to run a verb.
func (k *commands) path(verb string) string { return k.tool + " telemetry " + verb }

// call is one run of a verb.
type call struct {
	ctx            context.Context
	name           string // what the user typed, as in help
	out            output
	stdout, stderr io.Writer
}

// verb returns a Verb that takes no arguments.
func (k *commands) verb(name, short, long string, run func(*call) int) (Verb, *flag.FlagSet) {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	out := outputText
	flags.Var(&out, "output", "the `form` of what is printed, text or json")
	return Verb{
		Name: name, Short: short, Long: long, Flags: flags,
		Run: func(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
			c := &call{ctx: ctx, name: k.path(name), out: out, stdout: stdout, stderr: stderr}
			if ctx == nil {
				c.ctx = context.Background()
			}
			if len(args) > 0 {
				return c.wrongUse("takes no arguments")
			}
			return run(c)
		},
	}, flags
}

// say prints a line that confirms what was done. It ignores a write error: the work
// is done.
func (c *call) say(format string, args ...any) {
	fmt.Fprintln(c.stdout, printable(fmt.Sprintf(format, args...)))
}

// note prints a line on standard error.
func (c *call) note(format string, args ...any) {
	fmt.Fprintln(c.stderr, printable(fmt.Sprintf(format, args...)))
}

// wrongUse reports a mistake in the command line.
func (c *call) wrongUse(problem string) int {
	c.note("%s %s\nSee: %s --help", c.name, problem, c.name)
	return exitWrongUse
}

// failed reports an error.
func (c *call) failed(err error) int {
	c.note("%s", err.Error())
	return exitFailed
}

// done returns the exit code of a command that printed.
func (c *call) done(err error) int {
	if err != nil {
		return c.failed(err)
	}
	return exitDone
}

func quoted(s string) string { return strconv.Quote(s) }
