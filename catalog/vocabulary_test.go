package catalog_test

import (
	"fmt"
	"io"
	"math/bits"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// record returns what a Recorder makes of e that holds to the catalog: what its sink
// got, and its error.
func record(t *testing.T, c *catalog.Catalog, e telemetry.Event) ([]telemetry.Event, error) {
	t.Helper()
	var m memory
	err := newRecorder(t, c, &m).RecordEvent(t.Context(), e)
	return m.events, err
}

func newRecorder(t testing.TB, c *catalog.Catalog, sink telemetry.Sink) *telemetry.Recorder {
	t.Helper()
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Policy: telemetry.Enabled, Salt: "s",
		MachineID: func(string) string { return "m" }, Sink: sink, Vocabulary: c,
	})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func TestWhatIsDeclaredIsRecorded(t *testing.T) {
	tt := newTool(t)
	withTexts := event("tool.crash", tt.command.Of("deploy"))
	withTexts.Args, withTexts.ErrMsg = "deploy --now", "index out of range"
	all := event("command.invoke", tt.command.Of("remote add"), tt.outcome.Of("error"), tt.took.Of(time.Second), tt.size.Of(5), tt.files.Of(5), tt.dryRun.Of(true), tt.git.Of("2.43.0"))
	backwards := all.Clone()
	slices.Reverse(backwards.Attrs)
	for name, e := range map[string]telemetry.Event{
		"no attributes":       event("command.invoke"),
		"some attributes":     event("command.invoke", tt.outcome.Of("ok"), tt.took.Of(0)),
		"all attributes":      all,
		"another order":       backwards,
		"a key twice":         event("command.invoke", tt.outcome.Of("ok"), tt.outcome.Of("error")),
		"texts that may be":   withTexts,
		"texts that need not": event("tool.crash"),
	} {
		t.Run(name, func(t *testing.T) {
			events, err := record(t, tt.Catalog, e)
			if err != nil || len(events) != 1 {
				t.Fatalf("%d events, %v", len(events), err)
			}
			got := events[0]
			got.ID, got.TimestampUTC = telemetry.ID{}, e.TimestampUTC
			if encode(t, got) != encode(t, e) {
				t.Errorf("recorded as\n%s, want\n%s", encode(t, got), encode(t, e))
			}
		})
	}
}

func TestWhatIsNotDeclaredIsRefused(t *testing.T) {
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
		"attribute":             {attr("user", "alice"), []string{`event command.invoke: attribute "user" is not declared; declared are command, dry_run, files, git, outcome, size, took`}, []string{"alice"}},
		"attribute of another":  {event("tool.crash", tt.outcome.Of("ok")), []string{`event tool.crash: attribute "outcome" is not declared; declared are command`}, nil},
		"declared, in no event": {attr("unused", "x"), []string{`attribute "unused" is not declared`}, nil},
		"field as attribute":    {event("tool.crash", telemetry.String("err_msg", "x")), []string{`the key of an event's own field`}, nil},
		"value":                 {attr("outcome", "exploded"), []string{`catalog: rejected: event command.invoke: attribute outcome: value "exploded" is not declared; declared are ok, error, cancelled`}, nil},
		"empty value":           {attr("outcome", ""), []string{`value "" is not declared`}, nil},
		"value in capitals":     {attr("outcome", "OK"), []string{`value "OK"`}, nil},
		"a piece of a value":    {attr("outcome", "o"), []string{`value "o"`}, nil},
		"duration":              {attr("took", "1.2s"), []string{`attribute took: value "1.2s" is not declared; declared are <1s, 1s-5s, 5s-1m, >=1m`}, nil},
		"bool":                  {attr("dry_run", "yes"), []string{`declared are true, false`}, nil},
		"version":               {attr("git", "alice's build"), []string{`attribute git: value "alice's build" is not a version number`}, nil},
		"command":               {attr("command", "deplyo"), []string{`attribute command: value "deplyo" is not one of the tool's own commands; if it is, allow it with Commands.Allow`}, nil},
		"last of equal keys":    {event("command.invoke", tt.outcome.Of("ok"), tt.outcome.Of("bad")), []string{`"bad"`}, nil},
		"args":                  {with(func(e *telemetry.Event) { e.Args = "--token t" }), []string{"event command.invoke: it has Args", "declare Arguments"}, []string{"token"}},
		"error text":            {with(func(e *telemetry.Event) { e.ErrMsg = "no file alice.txt" }), []string{"event command.invoke: it has an ErrMsg", "declare ErrorText"}, []string{"alice"}},
		"long value":            {attr("outcome", long), []string{`value "` + strings.Repeat("x", 63) + `"...`}, []string{"\u00e9", "secret"}},
		"control characters":    {attr("outcome", "a\x1b[31m\n\u202eb\xff"), []string{`"a\x1b[31m\n\u202eb\xff"`}, []string{"\x1b", "\n", "\u202e", "\xff"}},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := record(t, tt.Catalog, c.e)
			wantKind(t, err, telemetry.ErrRejected, c.says...)
			for _, text := range c.not {
				if strings.Contains(err.Error(), text) {
					t.Errorf("error %q says %q", err, text)
				}
			}
			if len(events) != 0 {
				t.Errorf("emitted %v", events)
			}
		})
	}
}

// Who declares error text does not declare arguments, nor the other way round.
func TestEachTextIsDeclaredByItself(t *testing.T) {
	args, errMsg := event("e"), event("e")
	args.Args, errMsg.ErrMsg = "x", "x"
	for name, tt := range map[string]struct {
		text             func(*catalog.Catalog) catalog.Attribute
		allowed, refused telemetry.Event
	}{
		"arguments":  {func(c *catalog.Catalog) catalog.Attribute { return c.Arguments("why") }, args, errMsg},
		"error text": {func(c *catalog.Catalog) catalog.Attribute { return c.ErrorText("why") }, errMsg, args},
	} {
		t.Run(name, func(t *testing.T) {
			c := catalog.New("mytool", "testing")
			c.Event("e", "why", tt.text(c))
			if _, err := record(t, c, tt.allowed); err != nil {
				t.Error(err)
			}
			if _, err := record(t, c, tt.refused); err == nil {
				t.Error("the other text is recorded")
			}
		})
	}
}

func TestCheckTellsFixedWordsFromFreeText(t *testing.T) {
	tt := newTool(t)
	fixed := []telemetry.Attr{tt.command.Of("deploy"), tt.outcome.Of("ok"), tt.took.Of(1), tt.size.Of(1), tt.files.Of(1), tt.dryRun.Of(true)}
	closed, err := tt.Check("command.invoke", append(slices.Clone(fixed), tt.git.Of("2.43.0")))
	if want := uint64(1)<<len(fixed) - 1; err != nil || closed != want {
		t.Errorf("closed are %b, %v, want %b", closed, err, want)
	}
	closed, err = tt.Check("tool.crash", []telemetry.Attr{telemetry.String("args", "x"), telemetry.String("err_msg", "x")})
	if err != nil || bits.OnesCount64(closed) != 0 {
		t.Errorf("closed are %b, %v, want none", closed, err)
	}
}

// A user who is called as a declared word must not lose events, and free text is
// redacted as before.
func TestAWordThatIsTheUsersNameIsRecorded(t *testing.T) {
	if os.Getenv("CATALOG_TEST_USER") != "" {
		c := catalog.New("mytool", "testing")
		word, command := c.Enum("word", "why", "frobnicate"), c.Commands("command", "why")
		command.Allow("remote frobnicate")
		c.Event("e", "why", word, command, c.ErrorText("why"))
		e := event("e", word.Of("frobnicate"), command.Of("remote frobnicate"))
		e.ErrMsg = "no such user: frobnicate"
		events, err := record(t, c, e)
		if err != nil || len(events) != 1 {
			t.Fatal(err)
		}
		fmt.Println(events[0].Redacted().Attrs, events[0].ErrMsg)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "CATALOG_TEST_USER=1", "USER=frobnicate", "GOCOVERDIR="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if want := "[{command remote frobnicate} {word frobnicate}] no such user: [redacted]"; !strings.Contains(string(out), want) {
		t.Errorf("recorded\n%s, want\n%s", out, want)
	}
}

func TestEveryCommandIsRefusedUntilSomeAreAllowed(t *testing.T) {
	c := catalog.New("mytool", "why")
	command := c.Commands("command", "which command ran")
	e := c.Event("e", "why", command)
	for _, name := range []string{"", "deploy"} {
		_, err := c.Check(e.Name(), []telemetry.Attr{command.Of(name)})
		wantKind(t, err, telemetry.ErrRejected, "is not one of the tool's own commands")
	}
}

func TestARefusalNamesAFewOfMany(t *testing.T) {
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
	check := func(key, value string) error {
		_, err := c.Check(e.Name(), []telemetry.Attr{telemetry.String(key, value)})
		return err
	}
	for _, w := range words {
		if err := check("a", w); err != nil {
			t.Errorf("value %q: %v", w, err)
		}
	}
	err := check("a", "x")
	wantKind(t, err, telemetry.ErrRejected, "word-15 and 25 more")
	if strings.Contains(err.Error(), "word-16") {
		t.Errorf("error %q names too many values", err)
	}
	err = check("b", "x")
	if wantKind(t, err, telemetry.ErrRejected, "declared are long long"); len(err.Error()) > 200 {
		t.Errorf("error %q is too long", err)
	}
	none := catalog.New("mytool", "why")
	none.Event("e", "why")
	_, err = none.Check("e", []telemetry.Attr{telemetry.String("a", "x")})
	wantKind(t, err, telemetry.ErrRejected, "none are")
}

func TestACatalogWithMistakesRefusesEverything(t *testing.T) {
	wrong := catalog.New("mytool", "why")
	outcome := wrong.Enum("outcome", "how it ended", "ok", "ok")
	invoke := wrong.Event("command.invoke", "one run", outcome)
	for name, c := range map[string]*catalog.Catalog{"nil": nil, "zero": {}, "with a mistake": wrong} {
		t.Run(name, func(t *testing.T) {
			events, err := record(t, c, event(invoke.Name(), outcome.Of("ok")))
			wantKind(t, err, telemetry.ErrRejected, "the catalog has mistakes", "Catalog.Err")
			if len(events) != 0 {
				t.Errorf("emitted %v", events)
			}
		})
	}
}

func TestWhatIsDeclaredLaterIsKnown(t *testing.T) {
	tt := newTool(t)
	check := func(name string, attrs ...telemetry.Attr) error {
		_, err := tt.Check(name, attrs)
		return err
	}
	if check("command.invoke") != nil || check("late") == nil {
		t.Error("before the declaration, not the declared event alone passes")
	}
	tt.Event("late", "declared later", tt.outcome)
	if err := check("late", tt.outcome.Of("ok")); err != nil {
		t.Error(err)
	}
	for command, want := range map[string]bool{"status": true, "deploy": true, "": false} {
		tt.command.Allow("", "status")
		if err := check("command.invoke", tt.command.Of(command)); (err == nil) != want {
			t.Errorf("command %q: %v", command, err)
		}
	}
	tt.Event("", "a mistake")
	wantKind(t, check("command.invoke"), telemetry.ErrRejected, "the catalog has mistakes")
}

func TestEventRecords(t *testing.T) {
	tt := newTool(t)
	var m memory
	rec := newRecorder(t, tt.Catalog, &m)
	if err := tt.invoke.Record(t.Context(), rec, tt.command.Of("deploy"), tt.outcome.Of("ok"), tt.took.Of(3*time.Second)); err != nil {
		t.Error(err)
	}
	wantKind(t, tt.invoke.Record(t.Context(), rec, telemetry.String("file", "/home/alice/x")), telemetry.ErrRejected)
	var noEnum *catalog.Enum
	wantKind(t, tt.invoke.Record(t.Context(), rec, noEnum.Of("x")), telemetry.ErrRejected)
	var noEvent *catalog.Event
	wantKind(t, noEvent.Record(t.Context(), rec), telemetry.ErrRejected)
	if err := noEvent.Record(t.Context(), nil); err != nil {
		t.Errorf("off: %v", err)
	}
	if len(m.events) != 1 || m.events[0].Name != "command.invoke" || len(m.events[0].Attrs) != 3 {
		t.Errorf("recorded %v", m.events)
	}
}

func TestRecordingAllocatesNothingWhenOffAndOnceWhenOn(t *testing.T) {
	tt := newTool(t)
	ctx := t.Context()
	for want, rec := range map[float64]*telemetry.Recorder{0: nil, 1: newRecorder(t, tt.Catalog, telemetry.NoopSink{})} {
		if n := testing.AllocsPerRun(100, func() {
			_ = tt.invoke.Record(ctx, rec, tt.command.Of("deploy"), tt.outcome.Of("ok"), tt.took.Of(time.Minute), tt.git.Of("2.43.0"), tt.dryRun.Of(true), tt.size.Of(5))
		}); n != want {
			t.Errorf("%v allocations, want %v", n, want)
		}
	}
}

func TestAllowWhileEventsAreRecorded(t *testing.T) {
	tt := newTool(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 10 {
				name := fmt.Sprintf("command-%d-%d", i, n)
				tt.command.Allow(name)
				if _, err := tt.Check("command.invoke", []telemetry.Attr{tt.command.Of(name), tt.outcome.Of("ok")}); err != nil {
					t.Errorf("right after it was allowed: %v", err)
				}
				_, _ = tt.Version(), tt.Events()
				if err := tt.WriteNotice(io.Discard); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
