//go:build linux && !android

package machineid

import (
	"io"
	"os"
	"syscall"

	"github.com/denisbrodbeck/machineid"
)

// The library's own paths, in the library's own order.
const (
	dbusFile = "/var/lib/dbus/machine-id"
	etcFile  = "/etc/machine-id"
)

// maxFile is far more than an ID needs, in bytes.
const maxFile = 4 << 10

func sources() []source {
	return fileSources(dbusFile, etcFile, machineid.ID)
}

// fileSources lets library read the file at dbus, and reads the one at etc
// itself. The library would wait for ever on a FIFO, read a file of any size
// into memory, and be content with whatever the first file says; so it is asked
// only when the file at dbus can be read safely.
func fileSources(dbus, etc string, library func() (string, error)) []source {
	return []source{
		func() string {
			if _, ok := readFile(dbus); !ok {
				return ""
			}
			id, err := library()
			if err != nil {
				return ""
			}
			return id
		},
		func() string {
			id, _ := readFile(etc)
			return id
		},
	}
}

// readFile returns what the file at path says, if it is a regular file of at
// most maxFile bytes. It does not wait for a FIFO's writer.
func readFile(path string) (content string, ok bool) {
	content, ok = readStart(path, maxFile+1)
	if !ok || len(content) > maxFile {
		return "", false
	}
	return content, true
}

// readStart returns the first bytes of the regular file at path, at most limit.
func readStart(path string, limit int64) (content string, ok bool) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	// Read rather than trust the size: files in /proc have size 0.
	b, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return "", false
	}
	return string(b), true
}
