//go:build unix

package linefile

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// writeOnce is f.Write without its loop.
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

// AwaitWrites waits until a write to f that is under way is over, by a change that
// changes nothing.
func AwaitWrites(f *os.File) error { return f.Chmod(0o600) }
