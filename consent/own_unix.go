//go:build unix && !darwin

package consent

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

const errNotDirectory = syscall.ENOTDIR

// passwdFile is the user database. Its users come from nowhere else here: to ask
// libc, which may know of others, takes cgo and may take the network.
var passwdFile = "/etc/passwd"

// maxDatabase bounds what is read of the user database, in bytes.
const maxDatabase = 1 << 20

// userConfigDir returns the configuration directory in the home directory that the
// user database has for the user who runs this process, or "".
func userConfigDir() string {
	entry := passwdOf(os.Getuid())
	if entry == nil {
		return ""
	}
	return filepath.Join(string(entry[5]), ".config")
}

// passwdOf returns the seven fields of the first entry of a user, or nil.
func passwdOf(uid int) [][]byte {
	id := []byte(strconv.Itoa(uid))
	for line := range bytes.Lines(readDatabase(passwdFile)) {
		if fields := bytes.Split(bytes.TrimRight(line, "\n"), []byte(":")); len(fields) == 7 && bytes.Equal(fields[2], id) {
			return fields
		}
	}
	return nil
}

// readDatabase returns the file at path, or what can be read of it.
func readDatabase(path string) []byte {
	var fd int
	err := retried(func() (err error) {
		fd, err = syscall.Open(path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil
	}
	defer syscall.Close(fd)
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return nil
	}
	data, _ := readAll(fd, int64(stat.Size), int(min(int64(stat.Size)+1, maxDatabase)))
	return data
}
