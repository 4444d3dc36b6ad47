// Package atomicfile replaces a file as a whole. A reader, another writer or the
// next start finds the old content or the new, never a mix.
package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/internal/ownfile"
)

// ErrNotSynced says that the new file is in place, but a loss of power may bring
// the old one back. It wraps the reason. Any other error means that the old file
// is still there.
var ErrNotSynced = errors.New("it is saved, but may not survive a loss of power")

// Options change what [Replace] does. The zero value is durable.
type Options struct {
	// Unsynced does not wait for the disk, which takes some hundred times as long
	// as the rest. After a loss of power the file can be the old one, the new one,
	// or empty.
	Unsynced bool
	// Temp is the name of the temporary file, in the same directory. Only one
	// process at a time may use it; Replace overwrites one that a killed process
	// left. If it is empty, each call uses a random name, which [Sweep] recognizes.
	Temp string
	// Accept checks the new file before it replaces the old one. If Accept
	// returns an error, Replace returns that error and the old file stays.
	Accept func(fs.FileInfo) error
}

// Replace replaces the file at path with one that holds data and is private to the
// current user. The directory must exist. Replace replaces a link itself, not its
// target. It leaves no temporary file behind.
func Replace(path string, data []byte, o Options) error {
	dir := filepath.Dir(path)
	f, err := createTemp(dir, path, o.Temp)
	if err != nil {
		return err
	}
	err = fill(f, data, o)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = ownfile.Rename(f.Name(), path)
	}
	if err != nil {
		_ = ownfile.Remove(f.Name())
		return err
	}
	if o.Unsynced {
		return nil
	}
	if err := owndir.Sync(dir); err != nil {
		return fmt.Errorf("%w: %w", ErrNotSynced, err)
	}
	return nil
}

func fill(f *os.File, data []byte, o Options) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	// An unusual umask may have taken the owner's rights. A failure makes the
	// file no less private.
	if ownfile.MakePrivate(f, info) == nil {
		if info, err = f.Stat(); err != nil {
			return err
		}
	}
	if o.Accept != nil {
		if err := o.Accept(info); err != nil {
			return err
		}
	}
	n, err := f.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err != nil || o.Unsynced {
		return err
	}
	return f.Sync()
}

// A temporary file is called .<name>.<digits>.tmp.
const tempSuffix = ".tmp"

func tempPrefix(path string) string { return "." + filepath.Base(path) + "." }

func createTemp(dir, path, name string) (*os.File, error) {
	const flag = os.O_RDWR | os.O_CREATE | os.O_EXCL
	if name != "" {
		temp := filepath.Join(dir, name)
		if err := ownfile.Remove(temp); err != nil {
			return nil, err
		}
		f, _, err := ownfile.Open(temp, flag)
		return f, err
	}
	const tries = 100
	var err error
	for range tries {
		temp := fmt.Sprintf("%s%016x%s", tempPrefix(path), rand.Uint64(), tempSuffix) //nolint:gosec // it only has to differ
		var f *os.File
		if f, _, err = ownfile.Open(filepath.Join(dir, temp), flag); !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, err
}

// tempAge is how old a temporary file must be to be swept. A write takes
// milliseconds.
const tempAge = time.Hour

// Sweep removes temporary files that processes left when they were killed while
// replacing the file at path. It goes by age, because a process ID means nothing
// in another container. It reports no failure: the next Sweep tries again.
func Sweep(path string) {
	dir, prefix := filepath.Dir(path), tempPrefix(path)
	names, _ := owndir.Names(dir, -1, func(name string) bool { return isTemp(name, prefix) })
	for _, name := range names {
		temp := filepath.Join(dir, name)
		// A time far in the future came from a wrong clock.
		if info, err := os.Lstat(temp); err == nil && time.Since(info.ModTime()).Abs() > tempAge {
			_ = ownfile.Remove(temp)
		}
	}
}

func isTemp(name, prefix string) bool {
	digits, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return false
	}
	digits, ok = strings.CutSuffix(digits, tempSuffix)
	return ok && digits != "" && strings.Trim(digits, "0123456789abcdef") == ""
}
