//go:build aix || (solaris && !illumos) || !(unix || windows)

package spoolsink

import "os"

// kernelLocks is false: there is no lock that ends with its holder. What there
// is, fcntl's, also ends when any descriptor of the file is closed. So a segment
// belongs to the Sink that made it, and to everybody when it is an hour old.
const kernelLocks = false

func tryLock(*os.File) error { return nil }

func unlock(*os.File) {}
