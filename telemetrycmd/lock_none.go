//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package telemetrycmd

import (
	"errors"
	"os"
)

// tryLock returns an error: there is no lock that ends with its holder, and who
// may be asked twice at once is not asked.
func tryLock(*os.File) error { return errors.ErrUnsupported }
