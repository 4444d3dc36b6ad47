package consent

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A temporary file is called .consent-<process ID>-<random digits>.tmp. No other
// file is ever swept.
const (
	tempPrefix = ".consent-"
	tempSuffix = ".tmp"
)

// tempAge is how old the temporary file of a process that seems to be there must
// be to be swept. A write takes milliseconds; the process is another one by now.
const tempAge = time.Hour

func createTemp(dir string) (*os.File, error) {
	return os.CreateTemp(dir, tempPrefix+strconv.Itoa(os.Getpid())+"-*"+tempSuffix)
}

// tempWriter returns the ID of the process that made the file of that name, and
// whether it is the name of a temporary file at all.
func tempWriter(name string) (pid int, ok bool) {
	name, isPrefixed := strings.CutPrefix(name, tempPrefix)
	name, isSuffixed := strings.CutSuffix(name, tempSuffix)
	writer, random, _ := strings.Cut(name, "-")
	pid, err := strconv.Atoi(writer)
	if !isPrefixed || !isSuffixed || err != nil || pid < 1 || random == "" {
		return 0, false
	}
	return pid, strings.Trim(random, "0123456789") == ""
}

// sweep removes the temporary files that killed writers left in dir. It is no
// error if it cannot: the next writer sweeps too.
func sweep(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	defer d.Close()
	names, _ := d.Readdirnames(-1)
	for _, name := range names {
		path := filepath.Join(dir, name)
		if pid, ok := tempWriter(name); ok && isLeft(path, pid) {
			os.Remove(path)
		}
	}
}

// isLeft reports whether nobody writes to the temporary file at path any more.
func isLeft(path string, writer int) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	// A time far ahead is that of a clock that was wrong.
	return processGone(writer) || time.Since(info.ModTime()).Abs() > tempAge
}
