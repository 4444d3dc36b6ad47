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

// Config says which tool is recorded and where the events go.
type Config struct {
	// Tool is the tool's name. The user reads it, and directories and variables
	// are named after it. Required; [consent.CheckTool] defines a valid name.
	Tool string
	// ToolVersion is the version of the tool. Required.
	ToolVersion string
	// Catalog declares everything that may be recorded. The notice, which the user
	// consents to, is made from it. It must be made for Tool, and for no other. If it
	// does not declare [InvokeEvent], New declares it. Nil declares InvokeEvent alone.
	Catalog *catalog.Catalog
	// Exporter delivers the events; usually it is an httpsink or an otlpsink. Nil
	// keeps them on this machine. A nil pointer in the interface is an error of
	// New.
	Exporter telemetry.Exporter

	// DeliverEvery is the time between two starts of the sender, the second process
	// that delivers the queue. If 100 events wait, it is 30 seconds at most. 0 is 10
	// minutes.
	DeliverEvery time.Duration
	// ExitBudget above 0 starts no sender: the end of a run delivers the queue, and
	// takes at most this long. A receiver that does not answer delays every command
	// by that time, until the queue backs off.
	ExitBudget time.Duration

	// DisplayName is the tool's name in sentences, such as "My Tool". Empty is Tool.
	DisplayName string
	// Recipient tells the user who receives the events, and is part of the notice.
	// Empty is the host that the Exporter's method Recipient() string returns, or
	// else the author of the tool.
	Recipient string
	// NoticeURL is a page where the user can read more. Empty leaves the line
	// out.
	NoticeURL string
	// Retention says how long the recipient keeps events, in words such as "90
	// days". Empty leaves the line out.
	Retention string
	// Ask asks the user in the tool's own words. It is called when, where and as
	// often as the usual question would be asked, and uses the terminal. It must
	// return when ctx is done; a later answer does not count. Nil asks the usual
	// question.
	Ask func(ctx context.Context, q Question) Answer

	// Attrs are the author's own attributes of [InvokeEvent], such as how the tool
	// was installed. The Catalog must declare them and their values.
	Attrs []telemetry.Attr
	// Outcome returns the declared word for the outcome of a command that returned
	// err. If it returns "", or is nil, the usual word is recorded.
	Outcome func(err error) string
	// ExitCode returns the exit code for an error of the tool's commands. For nil it
	// must return what the tool exits with, usually 0. Nil is the usual code: see
	// [App.ExitCode]. If New fails, ExitCode is not used; errors with a method
	// ExitCode() int keep their codes even then.
	ExitCode func(err error) int
	// OnResult is called after each delivery, in the process that delivered, for
	// the author's own log. It must not print. Nil does nothing.
	OnResult func(spoolsink.Report, error)

	// Salt makes the machine ID this tool's own. Empty is Tool followed by
	// ".telemetry.v1".
	Salt string
	// ConsentPath is the absolute path of the record of consent. Empty is
	// [consent.DefaultPath] of Tool.
	ConsentPath string
	// StateDir is the absolute path of the directory for everything else: the log
	// of events, the queue, and the token that rotates the machine ID. It must
	// serve nothing else. Empty is the directory "telemetry" in the tool's state
	// directory.
	StateDir string

	// TestSink receives every event in a test of the tool, in CI too. The App
	// then asks nobody, touches no file and sends nothing. Outside a test binary
	// it is an error of New.
	TestSink telemetry.Sink
}

// check returns the filler of InvokeEvent, and all mistakes of the Config. It declares
// InvokeEvent.
func (cfg *Config) check() (filler, error) {
	var errs []error
	add := func(wrong bool, text string) {
		if wrong {
			errs = append(errs, mistake(text))
		}
	}
	// Each check runs by itself, so that no mistake hides another.
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
	add(cfg.Tool != "" && cat.Tool() != "" && cat.Tool() != cfg.Tool, "Catalog is made for another tool than Config.Tool; pass one name to both")
	event := declareInvoke(cat)
	if cfg.Catalog != nil {
		if err := cat.Err(); err != nil {
			errs = append(errs, err)
		}
	}
	f := filler{catalog: cat, event: event, own: slices.Clone(cfg.Attrs), ownOutcome: cfg.Outcome != nil}
	slices.SortFunc(f.own, func(a, b telemetry.Attr) int { return strings.Compare(a.Key, b.Key) })
	if cat.Err() == nil {
		errs = append(errs, f.check()...)
	}
	cfg.Catalog = cat
	return f, errors.Join(errs...)
}

// maxDeliverEvery keeps events from growing older than the queue allows.
const maxDeliverEvery = 7 * 24 * time.Hour

// complete sets the defaults.
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

// recipient names the recipient for a person; "" if events stay on this
// machine.
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

// recipientOf returns the name that an Exporter gives its receiver, or "".
func recipientOf(exporter telemetry.Exporter) (name string) {
	defer quietly()
	if e, ok := exporter.(interface{ Recipient() string }); ok {
		return e.Recipient()
	}
	return ""
}

// isNil reports whether a non-nil interface holds a nil pointer.
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
