package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"

	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/internal/ownfile"
)

// eventLog is the filesink's log of every recorded event.
type eventLog string

const (
	// logsKept is how many rotated files a filesink keeps beside the log.
	logsKept = 2
	// maxLogLine is longer than any event.
	maxLogLine = 8 << 20
)

// older returns the name of the file that was rotated n times.
func (l eventLog) older(n int) string {
	if n == 0 {
		return string(l)
	}
	return string(l) + "." + strconv.Itoa(n)
}

// read calls each with every line that is not blank, the oldest first. The line is
// valid until the next call; it is nil if it is too long for an event. A missing
// log has no lines.
func (l eventLog) read(each func(line []byte)) error {
	var errs []error
	for n := logsKept; n >= 0; n-- {
		if err := readLines(l.older(n), each); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func readLines(path string, each func([]byte)) error {
	f, _, err := ownfile.Open(path, os.O_RDONLY)
	if err != nil {
		return err
	}
	defer f.Close()
	r := lines.NewReader(f, 0, maxLogLine)
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if line.Kind != lines.Blank {
			each(line.Text)
		}
	}
}

// remove removes the log and all rotated files, including those of a build that
// kept more.
func (l eventLog) remove() error {
	errs := []error{removeFile(string(l))}
	for n := 1; ; n++ {
		older := l.older(n)
		if _, err := os.Lstat(older); err != nil && n > logsKept {
			return errors.Join(errs...)
		}
		errs = append(errs, removeFile(older))
	}
}
