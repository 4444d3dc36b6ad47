//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package filesink_test

import (
	"context"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	filesink "github.com/optin-go/optin/sinks/file"
)

// A process that was stopped while it rotated keeps its lock.
func TestStoppedRotatorHoldsUpNobody(t *testing.T) {
	for _, tt := range []struct {
		name      string
		cancelled bool
		atMost    time.Duration // that one event waits
		inAll     time.Duration
	}{
		{"patience ends", false, 30 * time.Millisecond, 110 * time.Millisecond},
		{"nobody waits beyond the end of the context", true, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := tempFile(t)
			stock := mustStock(t, 1)
			want := map[string]bool{}
			synctest.Test(t, func(t *testing.T) {
				sink := filesink.New(path, &filesink.Options{MaxBytes: 1 << 10})
				defer sink.Close()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.cancelled {
					cancel()
				}
				holder := lockedFile(t, path)
				begin := time.Now()
				for i := range 50 {
					e := stock.event("p", i, 0)
					want[e.Name] = true
					start := time.Now()
					check(t, sink.Emit(ctx, e))
					if took := time.Since(start); took > tt.atMost {
						t.Errorf("event %d waited for %v, want at most %v", i, took, tt.atMost)
					}
				}
				if took := time.Since(begin); took > tt.inAll {
					t.Errorf("the events waited for %v, want at most %v", took, tt.inAll)
				}
				if files := rotated(t, path); len(files) != 1 {
					t.Errorf("somebody rotated the locked file: %q", files)
				}
				check(t, holder.Close())
				e := stock.event("p", 50, 0)
				want[e.Name] = true
				check(t, sink.Emit(ctx, e))
				if files := rotated(t, path); len(files) != 2 {
					t.Errorf("nobody rotated the file when the lock was free: %q", files)
				}
			})
			stock.read(t, rotated(t, path)...).wantAll(t, want)
		})
	}
}

// While one process rotates, the others wait for a moment rather than let the
// file grow.
func TestFileDoesNotGrowWhileItIsRotated(t *testing.T) {
	path := tempFile(t)
	stock := mustStock(t, 1)
	const size = 1 << 10
	synctest.Test(t, func(t *testing.T) {
		sink := filesink.New(path, &filesink.Options{MaxBytes: size})
		defer sink.Close()
		holder := lockedFile(t, path)
		go func() {
			time.Sleep(5 * time.Millisecond)
			if err := os.Rename(path, path+".1"); err != nil {
				t.Error(err)
			}
			if err := holder.Close(); err != nil {
				t.Error(err)
			}
		}()
		for i := range 10 {
			check(t, sink.Emit(t.Context(), stock.event("p", i, 0)))
		}
	})
	const line = 512
	for _, file := range rotated(t, path) {
		if got := sizeOf(t, file); got > size+line {
			t.Errorf("%s has %d bytes, want at most %d", file, got, size+line)
		}
	}
	if got := stock.read(t, rotated(t, path)...); len(got.names) != 10 {
		t.Errorf("%d of 10 events are left", len(got.names))
	}
}

// lockedFile makes the file at path and locks it, as another process would.
func lockedFile(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	check(t, err)
	check(t, syscall.Flock(int(f.Fd()), syscall.LOCK_EX))
	return f
}
