package spoolsink_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// testdata/v1 is a queue as the first version wrote it: two events delivered, a
// batch of two sent in vain, one event more, one with text that needs escapes, and
// a line that was torn by a kill. No later version may change it, and each must
// deliver it.
func TestF56QueueOfVersion1(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, &spoolsink.Options{MaxAge: -1})
	check(t, os.Mkdir(dir, 0o700))
	const fixture = "testdata/v1"
	entries, err := os.ReadDir(fixture)
	check(t, err)
	for _, entry := range entries {
		write(t, filepath.Join(dir, entry.Name()), content(t, filepath.Join(fixture, entry.Name())))
	}
	st := stats(t, s)
	equal(t, "pending", st.Pending, 4)
	equal(t, "delivered before", st.Delivered, 42)
	equal(t, "dropped before", st.Dropped[spoolsink.DropAge], 3)
	equal(t, "oldest", st.Oldest, time.Date(2026, 5, 8, 12, 34, 58, 0, time.UTC))
	equal(t, "last result", st.LastResult, "spoolsink: deliver: HTTP error: 503 Service Unavailable")

	emit(t, s, "new") // this process does not go on in a segment that is months old
	report := deliver(t, s)
	equal(t, "requests", report.Requests, 3)
	equal(t, "the batch that was sent in vain", to.asked[0], "command.invoke command.invoke")
	equal(t, "all", to.got(), "command.invoke command.invoke command.invoke escapes new")
	for i, e := range to.events()[:4] {
		if e.ID != (telemetry.ID{15: byte(i + 3)}) {
			t.Errorf("event %d has the ID %v", i, e.ID)
		}
	}
	last := to.events()[3]
	equal(t, "args", last.Args, "say \"hi\"\n")
	equal(t, "err_msg", last.ErrMsg, "naïve 日本")
	st = stats(t, s)
	equal(t, "delivered", st.Delivered, 47)
	equal(t, "dropped", st.Dropped[spoolsink.DropDamaged], 2)
	equal(t, "segments", len(segments(t, dir)), 0)
}

// A segment of a later version is left for the code that knows it.
func TestSegmentOfALaterVersion(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	later := filepath.Join(dir, spoolsink.SegmentName(time.Now().UnixNano()))
	text := `{"spool":2,"done":"elsewhere"}` + "\n" + encoded(t, event("later"))
	write(t, later, text)
	deliver(t, s)
	equal(t, "delivered", to.got(), "one")
	equal(t, "the later segment", content(t, later), text)
	check(t, s.Close())
	emit(t, reopen(t, dir, to, nil), "two")
	equal(t, "the later segment", content(t, later), text)
	check(t, spoolsink.Purge(dir))
	wantEmpty(t, dir)
}

// A segment that begins with no header, because a page of it was never written,
// still gives what is left of it.
func TestSegmentWithoutHeader(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, &spoolsink.Options{BatchEvents: 1})
	check(t, os.Mkdir(dir, 0o700))
	write(t, filepath.Join(dir, spoolsink.SegmentName(time.Now().UnixNano())),
		string(make([]byte, 4096))+"\n"+encoded(t, event("one"))+encoded(t, event("two")))
	empty := filepath.Join(dir, spoolsink.SegmentName(time.Now().UnixNano()))
	write(t, empty, "")
	deliver(t, s)
	equal(t, "segments of a process that may have just begun", len(segments(t, dir)), 1)
	hour := time.Now().Add(-time.Hour)
	check(t, os.Chtimes(empty, hour, hour))
	deliver(t, s)
	equal(t, "delivered", to.got(), "one two")
	st := stats(t, s)
	equal(t, "counted", st.Delivered, 2)
	equal(t, "dropped", st.Dropped[spoolsink.DropDamaged], 1)
	equal(t, "segments", len(segments(t, dir)), 0)
}
