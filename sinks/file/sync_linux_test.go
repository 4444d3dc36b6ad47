//go:build amd64 || arm64 || riscv64 || loong64

package filesink_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"

	filesink "github.com/optin-go/optin/sinks/file"
)

func TestSyncedEventsAreOnTheDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "events.jsonl")
	for _, tt := range []struct {
		sync bool
		want string
	}{{false, "one"}, {true, "one two"}} {
		sink := filesink.New(path, &filesink.Options{Sync: tt.sync})
		emit(t, sink, map[bool]string{false: "one", true: "two"}[tt.sync])
		unwritten, ok := unwrittenPages(t, path)
		check(t, sink.Close())
		if got := names(readEvents(t, path)); got != tt.want {
			t.Errorf("the file holds the events %q, want %q", got, tt.want)
		}
		switch {
		case !ok || !tt.sync && unwritten == 0:
			t.Log("this kernel or file system does not tell what is on the disk")
			return
		case tt.sync && unwritten > 0:
			t.Errorf("%d pages of the file are not on the disk", unwritten)
		}
	}
}

// unwrittenPages returns how many pages of the file are in memory only, and
// whether that can be told.
func unwrittenPages(t *testing.T, path string) (uint64, bool) {
	t.Helper()
	f, err := os.Open(path)
	check(t, err)
	defer f.Close()
	const cachestat = 451 // since Linux 6.5
	var (
		all    struct{ offset, length uint64 }
		counts struct{ cached, dirty, writeback, evicted, recentlyEvicted uint64 }
	)
	_, _, errno := syscall.Syscall6(cachestat, f.Fd(), uintptr(unsafe.Pointer(&all)), uintptr(unsafe.Pointer(&counts)), 0, 0, 0)
	return counts.dirty + counts.writeback, errno == 0
}
