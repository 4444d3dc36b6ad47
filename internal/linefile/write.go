package linefile

import (
	"io"
	"io/fs"
	"os"
)

// Append writes p to f, which was opened for appending, in one write, and returns
// where that ended. A write that is cut short is an error, and is not gone on with:
// its rest could land behind another process's line.
//
// The write moves the descriptor's offset to its end, which tells whether others
// appended in between, in one cheap system call: fstat would tell the size as well,
// but to look at a file's times makes the next write on ext4 take twice as long.
func Append(f *os.File, p []byte) (end int64, err error) {
	n, err := writeOnce(f, p)
	if err == nil && n < len(p) {
		err = &fs.PathError{Op: "write", Path: f.Name(), Err: io.ErrShortWrite}
	}
	if err != nil {
		return 0, err
	}
	return endOfWrite(f)
}

// HasBreak reports whether the byte at offset is a line break. If it cannot be
// read, because the file was truncated, nothing is known to end there.
func HasBreak(f *os.File, offset int64) bool {
	var b [1]byte
	n, _ := f.ReadAt(b[:], offset)
	return n == 1 && b[0] == '\n'
}
