//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package spoolsink_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/optin-go/optin/internal/roletest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// A process that is stopped in the middle of a request keeps the lock, and holds
// up nobody. When it is killed, the lock is free at once.
func TestStoppedDelivererHoldsUpNobody(t *testing.T) {
	entered := make(chan struct{}, 1)
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		entered <- struct{}{}
		<-release
	}))
	defer server.Close()
	defer close(release)
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one", "two")
	check(t, s.Close())
	p := roletest.Start(t, "once", dir, server.URL)
	<-entered
	check(t, p.Process.Signal(syscall.SIGSTOP))

	s = reopen(t, dir, to, nil)
	begin := time.Now()
	for range 20 {
		emit(t, s, "more")
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		report, err := s.Deliver(ctx)
		cancel()
		if err != nil || !report.Busy || report.Requests != 0 {
			t.Fatalf("Deliver returned %+v, %v", report, err)
		}
	}
	equal(t, "pending", stats(t, s).Pending, 22)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("20 events and deliveries took %v", took)
	}
	_, err := p.Kill()
	check(t, err)
	deliver(t, s)
	// The first was in the receiver's hands when the process was killed.
	equal(t, "delivered", to.got(), "one two"+strings.Repeat(" more", 20))
}

// Purge does not wait for a stopped process for ever, and does not say then that
// nothing can be sent any more.
func TestPurgeDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, dir := open(t, nil, nil)
		emit(t, s, "one")
		holder := lockedFile(t, dir+"/"+spoolsink.StateName)
		begin := time.Now()
		err := spoolsink.Purge(dir)
		wantKind(t, err, telemetry.ErrIO)
		if err == nil || !strings.Contains(err.Error(), "a request already under way has not ended") {
			t.Errorf("Purge returned %v", err)
		}
		if took := time.Since(begin); took < 10*time.Second || took > 11*time.Second {
			t.Errorf("Purge waited for %v", took)
		}
		equal(t, "segments", len(segments(t, dir)), 0)
		check(t, holder.Close())
		check(t, spoolsink.Purge(dir))
		wantEmpty(t, dir)
	})
}

// Two processes at once: each event is delivered once.
func TestTwoDeliverersSendEachEventOnce(t *testing.T) {
	received := make(chan struct{}, 100)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		received <- struct{}{}
	}))
	defer server.Close()
	s, dir := open(t, nil, nil)
	emit(t, s, numbered("e", 40)...)
	var all []*roletest.Process
	for range 3 {
		all = append(all, roletest.Start(t, "once", dir, server.URL))
	}
	for _, p := range all {
		p.Ends(t)
	}
	check(t, reopen(t, dir, poster{server.URL}, nil).Flush(t.Context()))
	equal(t, "requests of one event each", len(received), 40)
	equal(t, "counted", stats(t, s).Delivered, 40)
}

// Another process is told no between two requests.
func TestAllowedTurnsFalseWhileAnotherProcessDelivers(t *testing.T) {
	var p *roletest.Process
	consent := t.TempDir() + "/consent"
	write(t, consent, "yes")
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if requests.Add(1) == 3 {
			if err := syscall.Unlink(consent); err != nil {
				t.Error(err)
			}
		}
	}))
	defer server.Close()
	s, dir := open(t, nil, nil)
	emit(t, s, numbered("e", 10)...)
	p = roletest.Start(t, "once", dir, server.URL, consent)
	p.Says(t, "delivered 3 busy false")
	p.Ends(t)
	equal(t, "requests", requests.Load(), 3)
	equal(t, "pending", stats(t, s).Pending, 7)
}

// lockedFile makes the file at path and locks it, as another process would.
func lockedFile(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	check(t, err)
	check(t, syscall.Flock(int(f.Fd()), syscall.LOCK_EX))
	return f
}
