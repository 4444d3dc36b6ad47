package app

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
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
	// ExitCode returns the exit code for an error of the tool's commands. It must
	// return the same for nil as the tool does, usually 0. Nil is the usual code: see
	// [App.ExitCode]. If New fails, it does not count: to keep the codes then too, give
	// the errors a method ExitCode() int instead.
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

// check returns what fills InvokeEvent, and everything that is wrong with the Config. It
// declares InvokeEvent.
func (cfg *Config) check() (filler, error) {
	var errs []error
	add := func(wrong bool, text string) {
		if wrong {
			errs = append(errs, mistake(text))
		}
	}
	// Each in turn, so that none hides another.
	if err := consent.CheckTool(cfg.Tool); err != nil {
		errs = append(errs, mistake(cause(err)))
	}
	if _, err := telemetry.New(telemetry.Config{Tool: "mytool", ToolVersion: cfg.ToolVersion}); err != nil {
		errs = append(errs, mistake(cause(err)))
	}
	add(isNil(cfg.Exporter), "Exporter is a nil pointer; leave the field nil to keep events on this machine")
	add(cfg.DeliverEvery < 0, "DeliverEvery is negative; leave it 0 for 10 minutes")
	add(cfg.DeliverEvery > maxDeliverEvery, "DeliverEvery is longer than a week; events would grow too old")
	add(cfg.ExitBudget < 0, "ExitBudget is negative; leave it 0 to start a second process")
	add(cfg.ConsentPath != "" && !filepath.IsAbs(cfg.ConsentPath), "ConsentPath is relative; a second process runs in another directory, so give it an absolute path")
	add(cfg.StateDir != "" && !filepath.IsAbs(cfg.StateDir), "StateDir is relative; a second process runs in another directory, so give it an absolute path")
	add(isNil(cfg.TestSink), "TestSink is a nil pointer; leave the field nil outside of tests")
	add(cfg.TestSink != nil && !isUnderTest(), "TestSink is for tests of the tool, and this is none; leave it nil")

	cat := cfg.Catalog
	if cat == nil {
		cat = catalog.New(cfg.Tool, "Which commands are used and how they end, to decide what to improve.")
	}
	event := declareInvoke(cat)
	if cfg.Catalog != nil {
		if err := cat.Err(); err != nil {
			errs = append(errs, err)
		}
	}
	f := filler{catalog: cat, event: event, own: slices.Clone(cfg.Attrs)}
	slices.SortFunc(f.own, func(a, b telemetry.Attr) int { return strings.Compare(a.Key, b.Key) })
	if cat.Err() == nil {
		errs = append(errs, f.check()...)
	}
	cfg.Catalog = cat
	return f, errors.Join(errs...)
}

// maxDeliverEvery keeps an event from growing older than the queue keeps it.
const maxDeliverEvery = 7 * 24 * time.Hour

// complete fills in what the Config leaves out.
func (cfg *Config) complete() {
	if cfg.DeliverEvery == 0 {
		cfg.DeliverEvery = 10 * time.Minute
	}
	if cfg.Salt == "" {
		cfg.Salt = cfg.Tool + ".telemetry.v1"
	}
}

// texts returns what the user is told about the tool.
func (cfg *Config) texts() texts {
	t := texts{
		tool: cfg.Tool, display: plain(cfg.DisplayName), recipient: plain(recipient(cfg)),
		retention: plain(cfg.Retention), url: plain(cfg.NoticeURL), catalog: cfg.Catalog,
	}
	if t.display == "" {
		t.display = cfg.Tool
	}
	switch {
	case cfg.Exporter == nil:
	case cfg.ExitBudget > 0:
		t.budget = cfg.ExitBudget
	default:
		t.every = cfg.DeliverEvery
	}
	return t
}

// recipient names who receives the events, for a person; "" if nobody does.
func recipient(cfg *Config) string {
	if cfg.Exporter == nil {
		return ""
	}
	if cfg.Recipient != "" {
		return cfg.Recipient
	}
	if name := recipientOf(cfg.Exporter); name != "" {
		return name
	}
	return "the author of " + cfg.Tool
}

// recipientOf returns the name that an Exporter gives its receiver; "" if it gives none.
func recipientOf(exporter telemetry.Exporter) (name string) {
	defer quietly()
	if e, ok := exporter.(interface{ Recipient() string }); ok {
		return e.Recipient()
	}
	return ""
}

// isNil reports whether an interface holds a nil pointer, which would look as if there
// were something.
func isNil(v any) bool {
	if v == nil {
		return false
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Chan, reflect.Slice:
		return r.IsNil()
	default:
		return false
	}
}
