//go:build aix || (solaris && !illumos) || !(unix || windows)

package filesink

import (
	"errors"
	"os"
)

var errNoLock = errors.New("the file is full, and cannot be rotated safely on this operating system; remove it")

// tryLock fails: there is no lock that ends with its holder. What there is,
// fcntl's, also ends when any descriptor of the file is closed.
func tryLock(*os.File) (unlock func(), err error) { return nil, errNoLock }
