package telemetrycmd

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
)

// logsKept is how many older files a filesink keeps beside the log.
const logsKept = 2

// olderLog returns the name of the log that was rotated n times.
func olderLog(path string, n int) string {
	if n == 0 {
		return path
	}
	return path + "." + strconv.Itoa(n)
}

// readLog calls each with every line of the log that is not empty, the oldest
// first. The line is valid until the next one; it is nil for one that is too long
// for an event. A log that is not there has no lines.
func readLog(path string, each func(line []byte)) error {
	var errs []error
	for n := logsKept; n >= 0; n-- {
		if err := readLines(olderLog(path, n), each); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func readLines(path string, each func([]byte)) error {
	// The look before the open keeps a FIFO from making anybody wait.
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	const maxLine = 8 << 20
	r := bufio.NewReaderSize(f, 64<<10)
	var line []byte
	tooLong := false
	for {
		piece, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(piece) > maxLine; tooLong {
			line = nil
		} else {
			line = append(line, piece...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if text := bytes.TrimSpace(line); tooLong || len(text) > 0 {
			each(text)
		}
		line, tooLong = line[:0], false
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// removeLog removes the log and the older files beside it, also those of a build
// that kept more of them.
func removeLog(path string) error {
	errs := []error{removeFile(path)}
	for n := 1; ; n++ {
		older := olderLog(path, n)
		if _, err := os.Lstat(older); err != nil && n > logsKept {
			return errors.Join(errs...)
		}
		errs = append(errs, removeFile(older))
	}
}

// removeFile removes what is at path. It is no error if nothing is.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
