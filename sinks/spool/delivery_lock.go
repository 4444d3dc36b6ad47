package spoolsink

import (
	"os"
	"path/filepath"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/ownfile"
)

// deliveryLock is held by the one process that delivers, from before it looks at
// the queue until its last request has ended. [Purge] takes it to know that none
// is under way. Its file holds the state.
type deliveryLock struct{ f *os.File }

// lockDelivery returns [kernellock.ErrBusy] at once if another process delivers,
// however long that takes: it may be stopped.
func lockDelivery(dir string, flag int) (*deliveryLock, error) {
	path := filepath.Join(dir, deliveryName)
	const tries = 3
	for range tries {
		f, info, err := openOwn(path, os.O_RDWR|flag)
		if err != nil {
			return nil, err
		}
		if err := tryLock(f); err != nil {
			_ = f.Close()
			return nil, err
		}
		l := &deliveryLock{f}
		// Purge may have removed the file before it was locked.
		if ownfile.IsAt(info, path) {
			return l, nil
		}
		l.release()
	}
	return nil, kernellock.ErrBusy
}

func (l *deliveryLock) release() {
	kernellock.Unlock(l.f)
	_ = l.f.Close()
}
