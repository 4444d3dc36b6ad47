package spoolsink_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/optin-go/optin/internal/ownfile"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// Two users' commands, or two "disable" at once, purge the same queue, and remove
// its directory then. None of them fails for what another one has done.
func TestPurgesRaceWithoutErrors(t *testing.T) {
	parent := t.TempDir()
	for range 60 {
		dir := filepath.Join(parent, "spool")
		s := spoolsink.New(dir, nil, &spoolsink.Options{MaxBytes: 4 << 10})
		emit(t, s, numbered("e", 40)...)
		check(t, s.Close())
		write(t, filepath.Join(dir, spoolsink.StateName), "")
		var wg sync.WaitGroup
		start := make(chan struct{})
		for range 4 {
			wg.Go(func() {
				<-start
				if err := spoolsink.Purge(dir); err != nil {
					t.Error(err)
				}
				// Windows removes no directory that another one lists at the moment.
				if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) && !ownfile.InUse(err) {
					t.Error(err)
				}
			})
		}
		close(start)
		wg.Wait()
	}
}
