package spoolsink_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// A queue may have to drop more segments than a tool has descriptors.
func TestRoomIsMadeWithFewDescriptors(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spool")
	check(t, os.Mkdir(dir, 0o700))
	const n = 300
	for i := range n {
		write(t, filepath.Join(dir, spoolsink.SegmentName(int64(i+1))), string(spoolsink.Header(spoolsink.HeaderSize, 0, 0))+encoded(t, event("old")))
	}
	roletest.Start(t, "few descriptors", dir).Ends(t)
	s := reopen(t, dir, new(receiver), nil)
	st := stats(t, s)
	equal(t, "all are accounted for", st.Pending+st.Dropped[spoolsink.DropSize], n+1)
	if size := sizeOf(t, dir); size > 32<<10 {
		t.Errorf("the queue has %d bytes, it may have %d", size, 32<<10)
	}
}

func init() {
	roles["few descriptors"] = func(args []string) error {
		if err := lowerDescriptors(12); err != nil {
			return err
		}
		s := spoolsink.New(args[0], nil, &spoolsink.Options{MaxBytes: 32 << 10})
		if err := s.Emit(context.Background(), event("new")); err != nil {
			return err
		}
		return s.Close()
	}
}

// lowerDescriptors leaves the process no more than n descriptors.
func lowerDescriptors(n uint64) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	limit.Cur = n
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("setrlimit: %w", err)
	}
	return nil
}
