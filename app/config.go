package app

import (
	"context"
	"time"

	"github.com/optin-go/optin/catalog"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// Config says whose usage is recorded and where it goes.
type Config struct {
	// Tool is the tool's name. Its directories and its variables have it, and its
	// user reads it. Required; [consent.CheckTool] says what a name is.
	Tool string
	// ToolVersion is the version of the tool. Required.
	ToolVersion string
	// Catalog declares what is recorded. Nothing else is. The notice is made from
	// it, and the user agrees to that notice. It must belong to this App alone. If
	// it does not declare [InvokeEvent], New declares it. Nil declares InvokeEvent
	// alone.
	Catalog *catalog.Catalog
	// Exporter delivers the events, usually an httpsink or an otlpsink. Nil keeps
	// them on this machine. A nil pointer in it is an error of New.
	Exporter telemetry.Exporter

	// DeliverEvery is how often the tool starts a second process that delivers what
	// waits, at most. 0 is 10 minutes.
	DeliverEvery time.Duration
	// ExitBudget above 0 starts no second process: the end of a run delivers what
	// waits, and takes at most this long. A receiver that does not answer makes every
	// command so much longer, until the queue backs off.
	ExitBudget time.Duration

	// DisplayName is the tool's name in sentences, such as "My Tool". Empty is Tool.
	DisplayName string
	// Recipient names for the user who receives the events. Empty is the host that
	// the Exporter names with a method Recipient() string, and else the author of the
	// tool. It is part of what the user agrees to.
	Recipient string
	// NoticeURL is where the user can read more. Empty leaves the line out.
	NoticeURL string
	// Retention is how long the recipient keeps events, in words such as "90 days".
	// Empty leaves it out.
	Retention string
	// Ask asks the user in the tool's own words, when and where the usual question
	// would be asked, and as often. It uses the terminal. It must return when ctx is
	// done; if it does not, its answer does not count. Nil asks the usual question.
	Ask func(ctx context.Context, q Question) Answer

	// Attrs are the author's own attributes of [InvokeEvent], such as how the tool
	// was installed. The Catalog must declare them and their values.
	Attrs []telemetry.Attr
	// Outcome returns the declared word for how a command ended that returned err,
	// or "" for the usual one. Nil is the usual one for every error.
	Outcome func(err error) string
	// ExitCode returns the exit code for an error of the tool's commands. Nil is 1
	// for every error. It must return the same for nil as the tool does, usually 0.
	ExitCode func(err error) int
	// OnResult is called after each delivery, in the process that delivers, for the
	// author's own log. It must not print. Nil does nothing.
	OnResult func(spoolsink.Report, error)

	// Salt makes the machine ID this tool's own. Empty is Tool followed by
	// ".telemetry.v1".
	Salt string
	// ConsentPath is the absolute path of the file with the decision. Empty is
	// [consent.DefaultPath] of Tool.
	ConsentPath string
	// StateDir is the absolute path of the directory of everything else: the log of
	// events, the queue, and the token that rotates the machine ID. It must serve
	// nothing else. Empty is the directory "telemetry" in the tool's directory for
	// state.
	StateDir string

	// TestSink receives every event in a test of the tool, also in CI. Nobody is
	// asked, no file is read or written, and nothing is sent. Outside of a test
	// binary it is an error of New.
	TestSink telemetry.Sink
}

// InvokeEvent is the name of the event that records one run of a command.
const InvokeEvent = "command.invoke"
