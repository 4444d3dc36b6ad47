package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func TestGuardPassesWhatIsDeclared(t *testing.T) {
	tt := newTool(t)
	withTexts := event("tool.crash", tt.command.Is("deploy"))
	withTexts.Args, withTexts.ErrMsg = "deploy --now", "index out of range"
	all := event("command.invoke", tt.command.Is("remote add"), tt.outcome.Is("error"), tt.took.Of(time.Second), tt.size.Of(5), tt.files.Of(5), tt.dryRun.Is(true), tt.git.Of("2.43.0"))
	backwards := all.Clone()
	slices.Reverse(backwards.Attrs)
	for name, e := range map[string]telemetry.Event{
		"no attributes":        event("command.invoke"),
		"some attributes":      event("command.invoke", tt.outcome.Is("ok"), tt.took.Of(0)),
		"all attributes":       all,
		"another order":        backwards,
		"a key twice":          event("command.invoke", tt.outcome.Is("ok"), tt.outcome.Is("error")),
		"texts that may be":    withTexts,
		"texts that need not":  event("tool.crash"),
		"identity of a sister": {Name: "command.invoke", Tool: "other", ID: telemetry.ID{1}},
	} {
		t.Run(name, func(t *testing.T) {
			var m memory
			before := e.Clone()
			if err := tt.Guard(&m).Emit(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if len(m.events) != 1 || encode(t, m.events[0]) != encode(t, before) {
				t.Errorf("arrived as %v, want %v", m.events, before)
			}
			if len(e.Attrs) > 0 && &m.events[0].Attrs[0] != &e.Attrs[0] {
				t.Error("the attributes were copied")
			}
			if !slices.Equal(e.Attrs, before.Attrs) {
				t.Error("the attributes were modified")
			}
		})
	}
}

func TestGuardRefusesTheRest(t *testing.T) {
	tt := newTool(t)
	tt.Enum("unused", "nothing", "x")
	with := func(change func(*telemetry.Event)) telemetry.Event {
		e := event("command.invoke")
		change(&e)
		return e
	}
	attr := func(key, value string) telemetry.Event {
		return event("command.invoke", telemetry.String("dry_run", "true"), telemetry.String(key, value))
	}
	long := strings.Repeat("x", 63) + "\u00e9" + "secret"
	for name, c := range map[string]struct {
		e    telemetry.Event
		says []string
		not  []string
	}{
		"event":                 {event("command.started"), []string{`event "command.started" is not declared; declared are command.invoke, tool.crash`}, nil},
		"no name":               {event(""), []string{`event "" is not declared`}, nil},
		"attribute":             {attr("user", "alice"), []string{`event command.invoke: attribute "user" is not declared; declared are command, dry_run, files, git, outcome, size, took`}, []string{"alice"}},
		"no key":                {attr("", "x"), []string{`attribute "" is not declared`}, nil},
		"attribute of another":  {event("tool.crash", tt.outcome.Is("ok")), []string{`event tool.crash: attribute "outcome" is not declared; declared are command`}, nil},
		"declared, in no event": {attr("unused", "x"), []string{`attribute "unused" is not declared`}, nil},
		"field as attribute":    {event("tool.crash", telemetry.String("err_msg", "x")), []string{`attribute "err_msg" is not declared`}, nil},
		"value":                 {attr("outcome", "exploded"), []string{`catalog: guard: rejected: event command.invoke: attribute outcome: value "exploded" is not declared; declared are ok, error, cancelled`}, nil},
		"empty value":           {attr("outcome", ""), []string{`value "" is not declared`}, nil},
		"value in capitals":     {attr("outcome", "OK"), []string{`value "OK"`}, nil},
		"a piece of a value":    {attr("outcome", "o"), []string{`value "o"`}, nil},
		"redacted value":        {attr("outcome", "[redacted]"), []string{`value "[redacted]" is not declared`}, nil},
		"duration":              {attr("took", "1.2s"), []string{`attribute took: value "1.2s" is not declared; declared are <1s, 1s-5s, 5s-1m, >=1m`}, nil},
		"bool":                  {attr("dry_run", "yes"), []string{`declared are true, false`}, nil},
		"version":               {attr("git", "alice's build"), []string{`attribute git: value "alice's build" is not a version number`}, nil},
		"command":               {attr("command", "deplyo"), []string{`attribute command: value "deplyo" is not one of the tool's own commands; if it is, allow it with Commands.Allow`}, nil},
		"last of equal keys":    {event("command.invoke", tt.outcome.Is("ok"), tt.outcome.Is("bad")), []string{`"bad"`}, nil},
		"first of equal keys":   {event("command.invoke", tt.outcome.Is("bad"), tt.outcome.Is("ok")), []string{`"bad"`}, nil},
		"args":                  {with(func(e *telemetry.Event) { e.Args = "--token t" }), []string{"event command.invoke: it has Args", "declare Arguments"}, []string{"token"}},
		"error text":            {with(func(e *telemetry.Event) { e.ErrMsg = "no file alice.txt" }), []string{"event command.invoke: it has an ErrMsg", "declare ErrorText"}, []string{"alice"}},
		"long value":            {attr("outcome", long), []string{`value "` + strings.Repeat("x", 63) + `"...`}, []string{"\u00e9", "secret"}},
		"control characters":    {attr("outcome", "a\x1b[31m\n\u202eb\xff"), []string{`"a\x1b[31m\n\u202eb\xff"`}, []string{"\x1b", "\n", "\u202e", "\xff"}},
		"control in a key":      {attr("a\x1b", "x"), []string{`"a\x1b"`}, []string{"\x1b"}},
		"control in a name":     {event("a\x1b"), []string{`"a\x1b"`}, []string{"\x1b"}},
	} {
		t.Run(name, func(t *testing.T) {
			var m memory
			err := tt.Guard(&m).Emit(t.Context(), c.e)
			wantKind(t, err, telemetry.ErrRejected, c.says...)
			for _, text := range c.not {
				if strings.Contains(err.Error(), text) {
					t.Errorf("error %q says %q", err, text)
				}
			}
			if len(m.events) != 0 {
				t.Errorf("emitted %v", m.events)
			}
		})
	}
}

func TestGuardRefusesEveryCommandUntilSomeAreAllowed(t *testing.T) {
	c := catalog.New("mytool", "why")
	command := c.Commands("command", "which command ran")
	e := c.Event("e", "why", command)
	for _, name := range []string{"", "deploy"} {
		wantKind(t, c.Guard(nil).Emit(t.Context(), event(e.Name(), command.Is(name))), telemetry.ErrRejected, "is not one of the tool's own commands")
	}
}

func TestGuardNamesAFewOfMany(t *testing.T) {
	c := catalog.New("mytool", "why")
	var words []string
	for i := range 40 {
		words = append(words, fmt.Sprintf("word-%d", i))
	}
	words = append(words, strings.Repeat("long ", 100)+"word")
	e := c.Event("e", "why", c.Enum("a", "why", words...), c.Enum("b", "why", words[40]))
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	g := c.Guard(nil)
	for _, w := range words {
		if err := g.Emit(t.Context(), event(e.Name(), telemetry.String("a", w))); err != nil {
			t.Errorf("value %q: %v", w, err)
		}
	}
	err := g.Emit(t.Context(), event(e.Name(), telemetry.String("a", "x")))
	wantKind(t, err, telemetry.ErrRejected, "word-15 and 25 more")
	if strings.Contains(err.Error(), "word-16") {
		t.Errorf("error %q names too many values", err)
	}
	err = g.Emit(t.Context(), event(e.Name(), telemetry.String("b", "x")))
	if wantKind(t, err, telemetry.ErrRejected, "declared are long long"); len(err.Error()) > 200 {
		t.Errorf("error %q is too long", err)
	}
	none := catalog.New("mytool", "why")
	none.Event("e", "why")
	wantKind(t, none.Guard(nil).Emit(t.Context(), event("e", telemetry.String("a", "x"))), telemetry.ErrRejected, "none are")
}

func TestGuardOfACatalogWithMistakesRefusesEverything(t *testing.T) {
	wrong := catalog.New("mytool", "why")
	outcome := wrong.Enum("outcome", "how it ended", "ok", "ok")
	invoke := wrong.Event("command.invoke", "one run", outcome)
	for name, c := range map[string]*catalog.Catalog{"nil": nil, "zero": {}, "with a mistake": wrong} {
		t.Run(name, func(t *testing.T) {
			var m memory
			g := c.Guard(&m)
			wantKind(t, g.Emit(t.Context(), event(invoke.Name(), outcome.Is("ok"))), telemetry.ErrRejected, "the catalog has mistakes", "Catalog.Err")
			if len(m.events) != 0 {
				t.Errorf("emitted %v", m.events)
			}
			if err := g.Flush(t.Context()); err != nil || m.flushed != 1 {
				t.Errorf("flushed %d times, error %v", m.flushed, err)
			}
		})
	}
}

func TestGuardHoldsToTheCatalogAsItWas(t *testing.T) {
	tt := newTool(t)
	var m memory
	g := tt.Guard(&m)
	late := tt.Event("late", "declared later", tt.outcome)
	tt.Event("", "a mistake")
	if err := g.Emit(t.Context(), event(late.Name())); err == nil {
		t.Error("an event that was declared later passed")
	}
	if err := g.Emit(t.Context(), event("command.invoke", tt.outcome.Is("ok"))); err != nil {
		t.Errorf("an event of before was refused after a later mistake: %v", err)
	}
	if err := g.Emit(t.Context(), event("command.invoke", tt.command.Is("status"))); err == nil {
		t.Error("a command that is not allowed passed")
	}
	tt.command.Allow("", "status")
	for command, want := range map[string]bool{"status": true, "deploy": true, "": false} {
		if err := g.Emit(t.Context(), event("command.invoke", tt.command.Is(command))); (err == nil) != want {
			t.Errorf("command %q: %v", command, err)
		}
	}
}

func TestGuardPassesOnErrorsContextAndFlush(t *testing.T) {
	tt := newTool(t)
	type key struct{}
	ctx := context.WithValue(t.Context(), key{}, "mine")
	g := tt.Guard(telemetry.SinkFunc(func(ctx context.Context, _ telemetry.Event) error {
		if ctx.Value(key{}) != "mine" {
			t.Error("the context is another one")
		}
		return sinktest.ErrInjected
	}))
	if err := g.Emit(ctx, event("command.invoke")); !errors.Is(err, sinktest.ErrInjected) {
		t.Errorf("error %v", err)
	}
	var m memory
	if err := tt.Guard(&m).Flush(ctx); err != nil || m.flushed != 1 {
		t.Errorf("flushed %d times, error %v", m.flushed, err)
	}
	if err := tt.Guard(nil).Emit(ctx, event("command.invoke")); err != nil {
		t.Errorf("without a next sink: %v", err)
	}
	if err := tt.Guard(nil).Flush(ctx); err != nil {
		t.Errorf("without a next sink: %v", err)
	}
}

// The kit's events are learned in a first run, and declared for the second one.
func TestGuardKeepsThePromisesOfSink(t *testing.T) {
	learned := &memory{}
	if err := sinktest.Check(func() (sinktest.Subject, error) {
		m := &memory{}
		both := telemetry.Tee(m, learned)
		return sinktest.Subject{Sink: both, Events: m.read}, nil
	}); err != nil {
		t.Fatal(err)
	}
	sinktest.Run(t, func() (sinktest.Subject, error) {
		m := &memory{}
		return sinktest.Subject{Sink: declare(learned.events).Guard(m), Events: m.read}, nil
	})
}

// declare returns a catalog of just the given events.
func declare(events []telemetry.Event) *catalog.Catalog {
	c := catalog.New("sinktest", "testing")
	texts := []catalog.Attribute{c.ErrorText("testing"), c.Arguments("testing")}
	attributes := map[string]*catalog.Commands{}
	named := map[string]map[string]bool{}
	for _, e := range events {
		if named[e.Name] == nil {
			named[e.Name] = map[string]bool{}
		}
		for _, a := range e.Attrs {
			if attributes[a.Key] == nil {
				attributes[a.Key] = c.Commands(a.Key, "testing")
			}
			attributes[a.Key].Allow(a.Value)
			named[e.Name][a.Key] = true
		}
	}
	for _, a := range attributes {
		a.AllowEmpty()
	}
	for name, keys := range named {
		attrs := slices.Clone(texts)
		for key := range keys {
			attrs = append(attrs, attributes[key])
		}
		c.Event(name, "testing", attrs...)
	}
	return c
}

func TestGuardBehindARecorder(t *testing.T) {
	tt := newTool(t)
	var m memory
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Policy: telemetry.Enabled, Salt: "s",
		MachineID: func(string) string { return "m" }, Sink: tt.Guard(&m),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := rec.Record(t.Context(), tt.invoke.Name(), tt.command.Is("deploy"), tt.outcome.Is("ok"), tt.took.Of(3*time.Second)); err != nil {
		t.Error(err)
	}
	wantKind(t, rec.Record(t.Context(), tt.invoke.Name(), telemetry.String("file", "/home/alice/x")), telemetry.ErrRejected)
	var none *catalog.Enum
	wantKind(t, rec.Record(t.Context(), tt.invoke.Name(), none.Is("x")), telemetry.ErrRejected)
	if len(m.events) != 1 {
		t.Errorf("%d events arrived, want 1", len(m.events))
	}
}

func TestGuardAllocatesNothing(t *testing.T) {
	tt := newTool(t)
	g := tt.Guard(nil)
	e := event(tt.invoke.Name(), tt.command.Is("deploy"), tt.outcome.Is("ok"), tt.took.Of(time.Second), tt.git.Of("2.43.0"))
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() { _ = g.Emit(ctx, e) }); n != 0 {
		t.Errorf("Emit allocates %v times, want 0", n)
	}
	if n := testing.AllocsPerRun(100, func() {
		_, _, _, _ = tt.took.Of(time.Minute), tt.outcome.Is("ok"), tt.dryRun.Is(true), tt.size.Of(5)
	}); n != 0 {
		t.Errorf("making attributes allocates %v times, want 0", n)
	}
}

func TestAllowWhileEventsAreRecorded(t *testing.T) {
	tt := newTool(t)
	g := tt.Guard(nil)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 10 {
				name := fmt.Sprintf("command-%d-%d", i, n)
				tt.command.Allow(name)
				if err := g.Emit(t.Context(), event("command.invoke", tt.command.Is(name), tt.outcome.Is("ok"))); err != nil {
					t.Errorf("right after it was allowed: %v", err)
				}
				_, _, _ = tt.Version(), tt.Events(), tt.Guard(nil)
				if err := tt.WriteNotice(io.Discard); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
