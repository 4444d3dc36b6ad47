package spoolsink_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// A process that needs another file does not go on in an older one, which would
// be delivered before what it has queued already.
func TestEventsOfOneProcessKeepTheirOrder(t *testing.T) {
	to := new(receiver)
	opts := &spoolsink.Options{MaxBytes: 64 << 10}
	older, dir := open(t, never{t}, opts)
	emit(t, older, "older")
	s := reopen(t, dir, to, opts)
	emit(t, s, "first") // while the older file is in use
	check(t, older.Close())
	all := numbered("e", 150) // more than one file takes
	emit(t, s, all...)
	if n := len(segments(t, dir)); n < 3 {
		t.Fatalf("there are %d segments", n)
	}
	deliver(t, s)
	equal(t, "delivered", to.got(), "older first "+strings.Join(all, " "))
}

// A process that was killed between adding a segment's counts to the state and
// removing it does not make them count twice, even if another process has gone on
// in that segment.
func TestCountsOfAKilledDeliveryCountOnce(t *testing.T) {
	for _, adopted := range []bool{false, true} {
		to := new(receiver)
		s, dir := open(t, to, nil)
		emit(t, s, "one")
		check(t, s.Close())
		path := segments(t, dir)[0]
		info, err := os.Stat(path)
		check(t, err)
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		check(t, err)
		_, err = f.WriteAt(spoolsink.Header(info.Size(), info.Size(), 1), 0)
		check(t, err)
		check(t, f.Close())
		write(t, filepath.Join(dir, spoolsink.StateName), string(spoolsink.State(1, filepath.Base(path), time.Time{})))

		s = reopen(t, dir, to, nil)
		want, wantCount := "", 1
		if adopted {
			emit(t, s, "two")
			equal(t, "segments", len(segments(t, dir)), 1)
			want, wantCount = "two", 2
		}
		equal(t, "counted before", stats(t, s).Delivered, 1)
		deliver(t, s)
		equal(t, "delivered", to.got(), want)
		equal(t, "counted", stats(t, s).Delivered, wantCount)
		equal(t, "segments", len(segments(t, dir)), 0)
	}
}
