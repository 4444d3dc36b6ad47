package spoolsink_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func sizeOf(t testing.TB, dir string) (total int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	check(t, err)
	for _, entry := range entries {
		info, err := entry.Info()
		check(t, err)
		total += info.Size()
	}
	return total
}

func TestOldestGoBeyondMaxBytes(t *testing.T) {
	for _, limit := range []int64{4 << 10, 64 << 10, 256 << 10} {
		to := new(receiver)
		opts := &spoolsink.Options{MaxBytes: limit}
		s, dir := open(t, to, opts)
		n := int(limit/200)*3 + 7
		all := numbered("e", n)
		for _, name := range all {
			emit(t, s, name)
			if name[len(name)-1] == '7' { // the next process goes on
				check(t, s.Close())
				s = reopen(t, dir, to, opts)
			}
		}
		if size := sizeOf(t, dir); size > limit || size < limit/2 {
			t.Errorf("%d bytes are queued, the limit is %d", size, limit)
		}
		pending := stats(t, s).Pending
		dropped := stats(t, s).Dropped[spoolsink.DropSize]
		equal(t, "pending and dropped", pending+dropped, n)
		deliver(t, s)
		equal(t, "the newest", to.got(), strings.Join(all[dropped:], " "))
		equal(t, "dropped", stats(t, s).Dropped[spoolsink.DropSize], dropped)
		equal(t, "delivered", stats(t, s).Delivered, pending)
	}
}

func TestNoSizeLimit(t *testing.T) {
	s, _ := open(t, new(receiver), &spoolsink.Options{MaxBytes: -1})
	big := event("big", telemetry.String("note", strings.Repeat("word ", 1600)))
	const n = 1500 // 12 MB
	for range n {
		check(t, s.Emit(t.Context(), big))
	}
	equal(t, "delivered", deliver(t, s).Delivered, n)
}

func TestEventsBeyondMaxAgeAreNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := new(receiver)
		s, dir := open(t, to, nil)
		emit(t, s, "old", "old")
		check(t, s.Close())
		time.Sleep(10 * 24 * time.Hour)
		s = reopen(t, dir, to, nil)
		emit(t, s, "young")
		equal(t, "segments", len(segments(t, dir)), 2)
		time.Sleep(4*24*time.Hour + time.Second)
		emit(t, s, "new")
		report := deliver(t, s)
		equal(t, "delivered", to.got(), "young new")
		equal(t, "reported", report.Dropped[spoolsink.DropAge], 2)
		equal(t, "counted", stats(t, s).Dropped[spoolsink.DropAge], 2)
	})
}

func TestNoAgeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := new(receiver)
		s, _ := open(t, to, &spoolsink.Options{MaxAge: -1})
		emit(t, s, "old")
		time.Sleep(200 * 365 * 24 * time.Hour)
		deliver(t, s)
		equal(t, "delivered", to.got(), "old")
	})
}

// What an event says of its own time is not enough to drop it: its maker's clock
// may have been wrong.
func TestEventsWithOddTimesAreSent(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   time.Time
	}{
		{"zero", time.Time{}},
		{"1970", time.Unix(0, 0)},
		{"far ahead", time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := new(receiver)
				s, _ := open(t, to, nil)
				e := event("odd")
				e.TimestampUTC = tt.at
				check(t, s.Emit(t.Context(), e))
				time.Sleep(24 * time.Hour)
				deliver(t, s)
				equal(t, "delivered", to.got(), "odd")
				check(t, s.Emit(t.Context(), e))
				time.Sleep(15 * 24 * time.Hour)
				deliver(t, s)
				equal(t, "dropped", stats(t, s).Dropped[spoolsink.DropAge], 1)
			})
		})
	}
}

// When the clock jumps ahead, not everything goes at once.
func TestClockThatJumpsDropsNotAllAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := new(receiver)
		_, dir := open(t, to, nil)
		for _, name := range numbered("e", 8) {
			s := reopen(t, dir, to, nil)
			emit(t, s, name)
			time.Sleep(25 * time.Hour) // too old to be adopted
			check(t, s.Close())
		}
		equal(t, "segments", len(segments(t, dir)), 8)
		time.Sleep(10 * 365 * 24 * time.Hour)
		s := reopen(t, dir, to, nil)
		emit(t, s, "new")
		for _, left := range []int{6, 5, 4} {
			deliver(t, s)
			equal(t, "pending", stats(t, s).Pending, left)
		}
		equal(t, "delivered", to.got(), "new")
	})
}

// A segment that somebody dated back is as old as it says.
func TestAgeIsThatOfTheFileToo(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	e := event("old")
	e.TimestampUTC = time.Now().Add(-15 * 24 * time.Hour)
	check(t, s.Emit(t.Context(), e))
	emit(t, s, "new")
	check(t, os.Chtimes(segments(t, dir)[0], e.TimestampUTC, e.TimestampUTC))
	deliver(t, s)
	equal(t, "delivered", to.got(), "new")
}

// A directory with many foreign files is no obstacle.
func TestManyForeignFilesAreNoObstacle(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	check(t, os.Mkdir(dir, 0o700))
	foreign := filepath.Join(t.TempDir(), "foreign")
	write(t, foreign, "")
	for _, name := range numbered("foreign", 4200) {
		check(t, os.Link(foreign, filepath.Join(dir, name)))
	}
	emit(t, s, "one")
	deliver(t, s)
	equal(t, "delivered", to.got(), "one")
}
