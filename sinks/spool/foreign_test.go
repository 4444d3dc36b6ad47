package spoolsink_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func TestOnlyEventsOfTheToolAreSent(t *testing.T) {
	foreign := event("foreign")
	foreign.Tool = "othertool"
	nameless := event("")
	newer := strings.Replace(encoded(t, event("newer")), `}`+"\n", `,"schema_version":2}`+"\n", 1)
	same := strings.Replace(encoded(t, event("same")), `}`+"\n", `,"schema_version":1,"later":[{}]}`+"\n", 1)
	for _, tt := range []struct {
		name   string
		line   string
		reason spoolsink.DropReason
		sent   string
	}{
		{"another tool's", encoded(t, foreign), spoolsink.DropForeign, ""},
		{"no name", encoded(t, nameless), spoolsink.DropDamaged, ""},
		{"a later schema", newer, spoolsink.DropSchema, ""},
		{"an unknown field", same, "", "same"},
		{"no JSON", "this is not JSON\n", spoolsink.DropDamaged, ""},
		{"half an event", encoded(t, event("half"))[:60] + "\n", spoolsink.DropDamaged, ""},
		{"zeros", strings.Repeat("\x00", 5000) + "\n", spoolsink.DropDamaged, ""},
		{"wrong types", `{"name":7,"tool":"mytool","attrs":[]}` + "\n", spoolsink.DropDamaged, ""},
		{"deep", strings.Repeat("[", 100_000) + "\n", spoolsink.DropDamaged, ""},
		{"over a megabyte", `{"name":"` + strings.Repeat("x", 3<<20) + "\"}\n", spoolsink.DropDamaged, ""},
		{"a bad ID", strings.Replace(encoded(t, event("id")), `}`+"\n", `,"id":"xyz"}`+"\n", 1), spoolsink.DropDamaged, ""},
		{"an empty line", "\n", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := new(receiver)
			s, dir := open(t, to, nil)
			emit(t, s, "before")
			appendTo(t, segments(t, dir)[0], tt.line)
			emit(t, s, "after")
			report := deliver(t, s)
			equal(t, "delivered", to.got(), strings.Join(strings.Fields("before "+tt.sent+" after"), " "))
			total := 0
			for _, n := range stats(t, s).Dropped {
				total += n
			}
			if tt.reason == "" {
				equal(t, "dropped", total, 0)
				return
			}
			equal(t, "dropped", total, 1)
			equal(t, "counted", stats(t, s).Dropped[tt.reason], 1)
			equal(t, "reported", report.Dropped[tt.reason], 1)
		})
	}
}

// A piece of a line that something else has appended costs no event.
func TestPieceInFrontOfAnEventCostsNoEvent(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "before")
	appendTo(t, segments(t, dir)[0], `{"name":"half`)
	emit(t, s, "after", "last")
	deliver(t, s)
	equal(t, "delivered", to.got(), "before after last")
	equal(t, "dropped", stats(t, s).Dropped[spoolsink.DropDamaged], 1)
}

func TestSpoolOfAnotherToolIsNotSent(t *testing.T) {
	theirs := event("theirs")
	theirs.Tool = "othertool"
	for _, tt := range []struct {
		name string // how the tool is known
		opts *spoolsink.Options
		want string
	}{
		{"this process has recorded", nil, "ours"},
		{"the options say it", &spoolsink.Options{Tool: "mytool"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := new(receiver)
			s, dir := open(t, to, tt.opts)
			other := reopen(t, dir, never{t}, nil)
			check(t, other.Emit(t.Context(), theirs))
			check(t, other.Close())
			if tt.opts == nil {
				emit(t, s, "ours")
			} else if err := s.Emit(t.Context(), theirs); !errors.Is(err, telemetry.ErrRejected) {
				t.Errorf("Emit of another tool's event returned %v", err)
			}
			deliver(t, s)
			equal(t, "delivered", to.got(), tt.want)
			equal(t, "dropped", stats(t, s).Dropped[spoolsink.DropForeign], 1)
		})
	}
}

// Files that are not the queue's own are not read, counted, changed or removed.
func TestForeignFilesAreLeftAlone(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, &spoolsink.Options{MaxBytes: 8 << 10})
	emit(t, s, "one")
	outside := filepath.Join(t.TempDir(), "outside")
	line := encoded(t, event("planted"))
	write(t, outside, line)
	foreign := map[string]string{
		"events.jsonl": line,
		".segment-0000000000000001-00000001.jsonl":    line,
		"segment-0000000000000001-00000001.jsonl.bak": line,
	}
	for name, text := range foreign {
		write(t, filepath.Join(dir, name), text)
	}
	linked := filepath.Join(dir, "segment-0000000000000002-00000002.jsonl")
	check(t, os.Symlink(outside, linked))
	twice := filepath.Join(dir, "segment-0000000000000003-00000003.jsonl")
	check(t, os.Link(outside, twice))
	folder := filepath.Join(dir, "segment-0000000000000004-00000004.jsonl")
	check(t, os.Mkdir(folder, 0o700))

	emit(t, s, numbered("e", 200)...)
	deliver(t, s)
	if strings.Contains(to.got(), "planted") {
		t.Error("a planted event was sent")
	}
	st := stats(t, s)
	equal(t, "pending", st.Pending, 0)
	equal(t, "all are accounted for", st.Delivered+st.Dropped[spoolsink.DropSize], 201)
	equal(t, "only those", len(st.Dropped), 1)
	// Two segments' names are taken by what is not theirs, which Purge reports.
	purgeErr := spoolsink.Purge(dir)
	wantKind(t, purgeErr, telemetry.ErrIO)
	for name, text := range foreign {
		equal(t, name, content(t, filepath.Join(dir, name)), text)
	}
	equal(t, "the link's target", content(t, outside), line)
	for _, path := range []string{linked, folder} {
		if _, err := os.Lstat(path); err != nil {
			t.Errorf("%s is gone", path)
		}
	}
	if _, err := os.Lstat(twice); err == nil {
		t.Error("Purge left a segment that has a second name elsewhere")
	}
}

func TestWhatIsNoDirectoryIsRefused(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T, dir string)
		want string
	}{
		{"a link", func(t *testing.T, dir string) {
			target := t.TempDir()
			s := spoolsink.New(target, nil, nil)
			emit(t, s, "theirs")
			check(t, s.Close())
			check(t, os.Symlink(target, dir))
		}, "symbolic link"},
		{"a file", func(t *testing.T, dir string) { write(t, dir, "theirs") }, "not a directory"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, dir := open(t, never{t}, nil)
			tt.make(t, dir)
			_, statsErr := s.Stats()
			for what, err := range map[string]error{
				"Emit": s.Emit(t.Context(), event("one")), "Flush": s.Flush(t.Context()), "Stats": statsErr,
				"Purge": spoolsink.Purge(dir), "Purge with a separator": spoolsink.Purge(dir + "/"),
			} {
				wantKind(t, err, telemetry.ErrIO)
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s returned %v, want an error with %q", what, err, tt.want)
				}
			}
		})
	}
}

// What the state says is never a reason to drop.
func TestStateOfAnotherToolDropsNothing(t *testing.T) {
	theirs := event("theirs")
	theirs.Tool = "othertool"
	other, from := open(t, new(receiver), nil)
	check(t, other.Emit(t.Context(), theirs))
	deliver(t, other)
	check(t, other.Close())
	to := new(receiver)
	s, dir := open(t, never{t}, nil)
	emit(t, s, "ours")
	check(t, s.Close())
	write(t, filepath.Join(dir, spoolsink.StateName), content(t, filepath.Join(from, spoolsink.StateName)))
	deliver(t, reopen(t, dir, to, nil))
	equal(t, "delivered", to.got(), "ours")
}

// Events are redacted when they are recorded, and not again: a word that a
// catalogue declares stays what it is.
func TestQueuedTextIsSentAsItIs(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	declared := event("declared", telemetry.String("word", "password=one"))
	appendTo(t, segments(t, dir)[0], encoded(t, declared))
	deliver(t, s)
	equal(t, "sent", encoded(t, to.events()[1]), encoded(t, declared))
}
