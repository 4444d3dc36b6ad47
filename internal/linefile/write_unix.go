//go:build unix

package linefile

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// writeOnce is f.Write without its loop, which would continue a short write.
func writeOnce(f *os.File, p []byte) (int, error) {
	fd := int(f.Fd())
	for {
		n, err := syscall.Write(fd, p)
		if n < 0 && errors.Is(err, syscall.EINTR) {
			continue
		}
		runtime.KeepAlive(f)
		if err != nil {
			return max(n, 0), &fs.PathError{Op: "write", Path: f.Name(), Err: err}
		}
		return n, nil
	}
}

// AwaitWrites waits for writes to f in progress. It sets the mode that f has
// already, for which the kernel waits until they are over.
func AwaitWrites(f *os.File) error { return f.Chmod(0o600) }
