package spoolsink_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/roletest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func wantEmpty(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	check(t, err)
	for _, entry := range entries {
		t.Errorf("%s is left", entry.Name())
	}
}

func TestPurgeRemovesEverything(t *testing.T) {
	to := &receiver{answer: failing(1, errDown)}
	s, dir := open(t, to, nil)
	emit(t, s, "one", "two")
	_ = s.Flush(t.Context())
	for _, state := range []string{"", "{", string(spoolsink.State(7, "", time.Now().Add(time.Hour)))} {
		write(t, filepath.Join(dir, spoolsink.StateName), state)
		check(t, spoolsink.Purge(dir))
		wantEmpty(t, dir)
		check(t, spoolsink.Purge(dir))
		emit(t, s, "one more") // the Sink was open all the time
	}
	st := stats(t, s)
	if st.Pending != 1 || st.Delivered != 0 || len(st.Dropped) != 0 || st.LastResult != "" {
		t.Errorf("the stats are %+v", st)
	}
	deliver(t, s)
	equal(t, "delivered", to.got(), "one more")
}

// A living writer goes on in a new file, and nothing that was purged comes back.
func TestPurgeWhileAnotherProcessWrites(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spool")
	p := roletest.Start(t, "hold", dir)
	say := func(name string) {
		p.Tell(t, name)
		p.Says(t, name)
	}
	say("one")
	say("two")
	check(t, spoolsink.Purge(dir))
	wantEmpty(t, dir)
	say("three")
	say("four")
	equal(t, "segments", len(segments(t, dir)), 1)
	p.Ends(t)
	to := new(receiver)
	check(t, reopen(t, dir, to, nil).Flush(t.Context()))
	equal(t, "delivered", to.got(), "three four")
}

// Whatever else removes the directory is noticed within a second.
func TestSegmentRemovedFromOutside(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	check(t, os.RemoveAll(dir))
	spoolsink.Age(s, time.Second)
	emit(t, s, "two")
	deliver(t, s)
	equal(t, "delivered", to.got(), "two")
	emit(t, s, "three")
	check(t, os.Truncate(segments(t, dir)[0], 0))
	emit(t, s, "four")
	deliver(t, s)
	equal(t, "delivered", to.got(), "two four")
}

// A request that another process has begun is waited for, and is its last one.
func TestPurgeWaitsForTheRequest(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		requests.Add(1)
		close(entered)
		<-release
	}))
	defer server.Close()
	s, dir := open(t, nil, nil)
	emit(t, s, numbered("e", 5)...)
	p := roletest.Start(t, "once", dir, server.URL)
	<-entered
	purged := make(chan error)
	go func() { purged <- spoolsink.Purge(dir) }()
	// Only when all events are gone is the request answered.
	for len(segments(t, dir)) > 0 {
		time.Sleep(time.Millisecond)
	}
	select {
	case err := <-purged:
		t.Errorf("Purge returned %v while a request was under way", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(release)
	check(t, <-purged)
	p.Says(t, "delivered 1 busy false")
	p.Ends(t)
	equal(t, "requests", requests.Load(), 1)
	wantEmpty(t, dir)
}

// Nothing is sent that was purged between the question and the request.
func TestNothingIsSentThatWasPurgedBeforeTheRequest(t *testing.T) {
	var dir string
	asked := 0
	opts := &spoolsink.Options{Allowed: func() bool {
		asked++
		for _, path := range segments(t, dir) {
			check(t, os.Truncate(path, 0))
			check(t, os.Remove(path))
		}
		return true
	}}
	s, dir := openAt(t, &dir, never{t}, opts)
	emit(t, s, "one")
	report := deliver(t, s)
	equal(t, "asked", asked, 1)
	equal(t, "requests", report.Requests, 0)
	equal(t, "the state", content(t, filepath.Join(dir, spoolsink.StateName)), "")
}

func openAt(t testing.TB, dir *string, to telemetry.Exporter, opts *spoolsink.Options) (*spoolsink.Sink, string) {
	s, d := open(t, to, opts)
	*dir = d
	return s, d
}

// Many processes write and deliver while the queue is purged again and again:
// what was acknowledged before a Purge never arrives after it.
func TestNothingArrivesAfterPurge(t *testing.T) {
	var generation atomic.Int64
	dir := filepath.Join(t.TempDir(), "spool")
	late := make(chan string, 1)
	to := exporterFunc(func(_ context.Context, events []telemetry.Event) error {
		for _, e := range events {
			var of int64
			if _, err := fmt.Sscanf(e.Name, "generation%d", &of); err != nil {
				return err
			}
			if now := generation.Load(); of < now {
				select {
				case late <- fmt.Sprintf("an event of generation %d arrived in %d", of, now):
				default:
				}
			}
		}
		return nil
	})
	stop := make(chan struct{})
	done := make(chan error, 4)
	for range 2 {
		go func() {
			s := spoolsink.New(dir, to, &spoolsink.Options{BatchEvents: 3})
			for {
				select {
				case <-stop:
					done <- s.Close()
					return
				default:
					_, _ = s.Deliver(context.Background())
				}
			}
		}()
	}
	s := reopen(t, dir, to, nil)
	for range 60 {
		for range 20 {
			emit(t, s, fmt.Sprintf("generation%d", generation.Load()))
		}
		check(t, spoolsink.Purge(dir))
		generation.Add(1)
	}
	close(stop)
	for range 2 {
		check(t, <-done)
	}
	select {
	case text := <-late:
		t.Error(text)
	default:
	}
}

type exporterFunc func(context.Context, []telemetry.Event) error

func (f exporterFunc) Export(ctx context.Context, events []telemetry.Event) error {
	return f(ctx, events)
}

func TestPurgeOfNothing(t *testing.T) {
	dir := t.TempDir()
	check(t, spoolsink.Purge(filepath.Join(dir, "missing")))
	check(t, spoolsink.Purge(dir))
	write(t, filepath.Join(dir, "theirs"), "theirs")
	check(t, spoolsink.Purge(dir))
	equal(t, "their file", content(t, filepath.Join(dir, "theirs")), "theirs")
	err := spoolsink.Purge(filepath.Join(dir, "theirs"))
	wantKind(t, err, telemetry.ErrIO)
	if err == nil || !strings.Contains(err.Error(), "not a directory") || errors.Is(err, os.ErrNotExist) {
		t.Errorf("Purge of a file returned %v", err)
	}
}
