package consent

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// rename replaces newPath by oldPath. It tries for some 200 ms, because Windows
// refuses it as long as another process has newPath open, if only to read it.
func rename(oldPath, newPath string) error {
	var err error
	for range 20 {
		err = os.Rename(oldPath, newPath)
		if !errors.Is(err, syscall.ERROR_ACCESS_DENIED) && !errors.Is(err, errorSharingViolation) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}
