//go:build !plan9

package poster

import (
	"errors"
	"syscall"
)

// systemError returns the operating system's error in err, or nil. That error
// is a number, whose text holds nothing of a request.
func systemError(err error) error {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return nil
}
