package spoolsink_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

var fixture = flag.String("fixture", "", "write the queue of this released `version`, such as v0.1.0, to testdata")

// A tool that is updated delivers what its earlier version recorded: testdata has a
// queue of each released version, and none of it may be changed. Two of its events
// were delivered, one was sent in vain, and one came after.
func TestQueuesOfEarlierVersions(t *testing.T) {
	if *fixture != "" {
		synctest.Test(t, writeFixture)
	}
	dirs, err := filepath.Glob("testdata/v*.*.*")
	check(t, err)
	if len(dirs) == 0 {
		t.Fatal("testdata has no queues of released versions")
	}
	for _, from := range dirs {
		t.Run(filepath.Base(from), func(t *testing.T) {
			to := new(receiver)
			s, dir := open(t, to, &spoolsink.Options{MaxAge: -1})
			check(t, os.Mkdir(dir, 0o700))
			entries, err := os.ReadDir(from)
			check(t, err)
			for _, e := range entries {
				write(t, filepath.Join(dir, e.Name()), content(t, filepath.Join(from, e.Name())))
			}
			st := stats(t, s)
			equal(t, "delivered before", st.Delivered, 2)
			equal(t, "pending", st.Pending, 2)
			equal(t, "last result", st.LastResult, "test: post: HTTP error: 503 Service Unavailable")
			deliver(t, s)
			equal(t, "what was sent in vain is a request of its own", to.asked[0], "in-vain")
			equal(t, "delivered", to.got(), "in-vain later")
			st = stats(t, s)
			equal(t, "delivered in all", st.Delivered, 4)
			equal(t, "pending", st.Pending, 0)
			equal(t, "segments", len(segments(t, dir)), 0)
		})
	}
}

// writeFixture writes what this version leaves behind. Its clock is one of the
// past, so that the next delivery is due when the files are read.
func writeFixture(t *testing.T) {
	dir, err := filepath.Abs(filepath.Join("testdata", *fixture))
	check(t, err)
	to := new(receiver)
	s := spoolsink.New(dir, to, nil)
	emit(t, s, "delivered", "delivered")
	deliver(t, s)
	emit(t, s, "in-vain")
	to.answer = failing(1, errDown)
	if _, err := s.Deliver(context.Background()); !errors.Is(err, errDown) {
		t.Fatalf("Deliver: %v, want %v", err, errDown)
	}
	emit(t, s, "later")
	check(t, s.Close())
}
