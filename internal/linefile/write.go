package linefile

import (
	"io"
	"io/fs"
	"os"
)

// Append writes p to f in one write, and returns the offset where it ended. f must
// be open for appending. A short write is an error and is not continued: the rest
// could land after another process's line.
//
// The write moves the descriptor's offset to its end. That offset tells, in one
// cheap system call, whether others appended in between. fstat would also give the
// size, but reading a file's times makes the next write on ext4 take twice as long.
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

// HasBreak reports whether the byte at offset is a line break. It returns false
// if the byte cannot be read, for example because the file was truncated.
func HasBreak(f *os.File, offset int64) bool {
	var b [1]byte
	n, _ := f.ReadAt(b[:], offset)
	return n == 1 && b[0] == '\n'
}
