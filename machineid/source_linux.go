//go:build linux && !android

package machineid

import (
	"errors"
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
// only when the file at dbus can be read safely. Where too few descriptors are left
// for package os, with which it reads, what was read for that look counts.
func fileSources(dbus, etc string, library func() (string, error)) []source {
	return []source{
		func() string {
			id, ok := readFile(dbus)
			if !ok || !hasDescriptors(pollerDescriptors) {
				return id
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

// pollerDescriptors is what the first file takes that a process opens with package
// os: its own, and two of the runtime's poller. A process that does not get those
// ends.
const pollerDescriptors = 3

// hasDescriptors reports whether the process can open n more files.
func hasDescriptors(n int) bool {
	for range n {
		fd, err := syscall.Open("/", syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_DIRECTORY, 0)
		if err != nil {
			return false
		}
		defer func() { _ = syscall.Close(fd) }() //nolint:revive,gocritic // all n are open at the same time
	}
	return true
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

// readStart returns the first bytes of the regular file at path, at most limit. It
// does without package os, see pollerDescriptors.
func readStart(path string, limit int) (content string, ok bool) {
	fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
	for errors.Is(err, syscall.EINTR) {
		fd, err = syscall.Open(path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
	}
	if err != nil {
		return "", false
	}
	defer func() { _ = syscall.Close(fd) }()
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil || stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return "", false
	}
	// Read rather than trust the size: files in /proc have size 0.
	var b []byte
	for chunk := make([]byte, maxFile); len(b) < limit; {
		n, err := syscall.Read(fd, chunk[:min(maxFile, limit-len(b))])
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return "", false
		case n <= 0:
			return string(b), true
		}
		b = append(b, chunk[:n]...)
	}
	return string(b), true
}
