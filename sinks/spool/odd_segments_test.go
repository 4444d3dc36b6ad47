package spoolsink_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

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
