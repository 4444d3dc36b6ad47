package spoolsink_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// What is read as a header is one: offsets are not negative, and it is written as it was.
func FuzzHeader(f *testing.F) {
	f.Add(spoolsink.Header(0, 0, 0))
	f.Add(spoolsink.Header(4096, 5000, 12))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		done, marked, delivered, ok := spoolsink.ParseHeader(data)
		if !ok {
			return
		}
		if done < 0 || marked < 0 || delivered < 0 {
			t.Errorf("read %d, %d, %d", done, marked, delivered)
		}
		again := spoolsink.Header(done, marked, int(delivered))
		if d, m, n, ok := spoolsink.ParseHeader(again); !ok || d != done || m != marked || n != delivered || len(again) > spoolsink.HeaderSize {
			t.Errorf("%d, %d, %d are written as %q", done, marked, delivered, again)
		}
	})
}

// Whatever lies in a queue, in a segment or as its state: what is recorded later
// arrives, only events of the tool do, and nothing is left.
func FuzzQueue(f *testing.F) {
	line := encoded(f, event("before"))
	header := string(spoolsink.Header(0, 0, 0))
	f.Add(header+line+line, "")
	f.Add(header+line[:20], string(spoolsink.State(3, "", time.Unix(1e9, 0))))
	f.Add(line, "{\n")
	f.Add(string(spoolsink.Header(1<<40, 1<<41, 1))+line, "x")
	f.Add(strings.Repeat("\x00", 600), string(bytes.Repeat([]byte{'9'}, spoolsink.StateSize)))
	f.Fuzz(func(t *testing.T, segment, state string) {
		to := &receiver{}
		s, dir := open(t, to, &spoolsink.Options{Tool: "mytool"})
		emit(t, s, "first") // makes the directory
		write(t, filepath.Join(dir, spoolsink.SegmentName(time.Now().Add(-time.Hour).UnixNano())), segment)
		write(t, filepath.Join(dir, spoolsink.StateName), state)
		check(t, s.Close())
		s = reopen(t, dir, to, &spoolsink.Options{Tool: "mytool"})
		emit(t, s, "later")
		check(t, resetBackoff(dir))
		deliver(t, s)
		found := 0
		for _, e := range to.events() {
			if e.Tool != "mytool" {
				t.Errorf("an event of %q was sent", e.Tool)
			}
			if e.Name == "first" || e.Name == "later" {
				found++
			}
		}
		if found < 2 || stats(t, s).Pending != 0 {
			t.Errorf("sent %q, %d are left", to.got(), stats(t, s).Pending)
		}
	})
}
