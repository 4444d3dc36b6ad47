package spoolsink_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// pending returns the lines of the events that are queued.
func pending(t testing.TB, s *spoolsink.Sink) string {
	t.Helper()
	var lines strings.Builder
	for e, err := range s.Pending() {
		check(t, err)
		lines.WriteString(encoded(t, e))
	}
	return lines.String()
}

// What Pending returns is what the Exporter is handed, byte for byte, whatever
// else lies in the queue.
func TestPendingIsWhatIsSent(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one", "two")
	foreign := event("foreign")
	foreign.Tool = "othertool"
	old := event("old")
	old.TimestampUTC = old.TimestampUTC.Add(-365 * 24 * time.Hour)
	path := segments(t, dir)[0]
	appendTo(t, path, encoded(t, foreign)+"no event\n\n"+encoded(t, event("declared", telemetry.String("word", "password=one"))))
	other := reopen(t, dir, to, nil)
	emit(t, other, "three")
	appendTo(t, path, encoded(t, old)+`{"name":"torn`)
	long := time.Now().Add(-100 * 24 * time.Hour)
	check(t, os.Chtimes(path, long, long))

	shown := pending(t, s)
	if n := strings.Count(shown, "\n"); n != 4 {
		t.Errorf("%d events are pending, want 4:\n%s", n, shown)
	}
	equal(t, "pending once more", pending(t, s), shown)
	deliver(t, s)
	var sent strings.Builder
	for _, e := range to.events() {
		sent.WriteString(encoded(t, e))
	}
	equal(t, "sent", sent.String(), shown)
	equal(t, "pending after that", pending(t, s), "")
}

// A part of a segment that is delivered is not pending any more.
func TestPendingAfterPart(t *testing.T) {
	to := &receiver{}
	s, _ := open(t, to, &spoolsink.Options{BatchEvents: 2})
	emit(t, s, "one", "two", "three")
	to.answer = func(context.Context, []telemetry.Event) error {
		if to.asked[0] != to.asked[len(to.asked)-1] {
			return errDown
		}
		return nil
	}
	_, err := s.Deliver(t.Context())
	wantKind(t, err, telemetry.ErrHTTP)
	var left []string
	for e, err := range s.Pending() {
		check(t, err)
		left = append(left, e.Name)
	}
	equal(t, "pending", strings.Join(left, " "), "three")
}

func TestPendingOnlyReads(t *testing.T) {
	s, dir := open(t, never{t}, nil)
	equal(t, "pending", pending(t, s), "")
	if _, err := os.Lstat(dir); err == nil {
		t.Error("the directory was made")
	}
	emit(t, s, "one", "two")
	before, err := os.ReadFile(segments(t, dir)[0])
	check(t, err)
	for range s.Pending() {
		break // the rest is not wanted
	}
	after, err := os.ReadFile(segments(t, dir)[0])
	check(t, err)
	equal(t, "the segment", string(after), string(before))
	entries, err := os.ReadDir(dir)
	check(t, err)
	equal(t, "files", len(entries), 1)
}

func TestPendingErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	for name, s := range map[string]*spoolsink.Sink{
		"nil": nil, "no directory": spoolsink.New("", nil, nil), "a file": spoolsink.New(file, nil, nil),
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, err := range s.Pending() {
				n++
				wantKind(t, err, telemetry.ErrIO)
			}
			equal(t, "errors", n, 1)
		})
	}
}
