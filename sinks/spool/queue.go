package spoolsink

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/internal/ownfile"
)

// queue is a directory of segments, and the bounds on it.
type queue struct {
	dir    string
	dirErr error // what is known to be wrong with dir before it is opened
	limits limits
}

func newQueue(dir string, l limits) queue {
	q := queue{limits: l}
	q.dir, q.dirErr = absolute(dir)
	return q
}

func absolute(dir string) (string, error) {
	if dir == "" {
		return "", errNoDir
	}
	return filepath.Abs(dir)
}

// check returns what is wrong with the path of the directory.
func (q *queue) check() error {
	if q.dir == "" && q.dirErr == nil {
		return errNoDir
	}
	return q.dirErr
}

func (q *queue) path(name string) string { return filepath.Join(q.dir, name) }

// names returns the names of the segments in the directory, the oldest first. It
// only reads. A directory that is not there has none.
func (q *queue) names() ([]string, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	if _, err := owndir.Check(q.dir); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return nil, err
	}
	return segmentNames(q.dir, -1)
}

// segmentNames returns the names of the segments in dir, the oldest first, from
// at most limit entries of the directory, or all if limit is below 0. A directory
// that is not there has none.
func segmentNames(dir string, limit int) ([]string, error) {
	names, err := owndir.Names(dir, limit, func(name string) bool {
		_, ok := segmentTime(name)
		return ok
	})
	slices.Sort(names)
	return names, err
}

// errWritable is why a file of the queue's name is none of the queue's.
var errWritable = errors.New("other users may write to the file; remove it")

// openOwn opens a file of the queue: a regular file of this user's alone, with one
// name, to which nobody else may write.
func openOwn(path string, flag int) (*os.File, fs.FileInfo, error) {
	f, info, err := ownfile.Open(path, flag)
	switch {
	case err != nil:
		return nil, nil, err
	case flag&os.O_CREATE != 0:
		err = ownfile.MakePrivate(f, info) // what an unusual umask took
	case !ownfile.IsPrivate(info):
		err = &fs.PathError{Op: "open", Path: path, Err: errWritable}
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// isNothing reports whether a segment could not be opened because it is not
// there, or not this code's to touch.
func isNothing(err error) bool {
	for _, reason := range []error{
		fs.ErrNotExist, ownfile.ErrGone, errNewerHeader, errWritable,
		ownfile.ErrSymlink, ownfile.ErrDirectory, ownfile.ErrIrregular, ownfile.ErrForeign, ownfile.ErrHardLink,
	} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}

// tryLock locks f. Where the operating system has no locks that end with their
// holder, each is free: a segment belongs to the Sink that made it, and to
// everybody when it is an hour old.
func tryLock(f *os.File) error {
	if !kernellock.Available {
		return nil
	}
	return kernellock.Try(f)
}

// mayClaim reports whether a segment whose lock is free has no writer any more.
// Where no lock tells, its age does.
func mayClaim(info fs.FileInfo) bool {
	return kernellock.Available || time.Since(info.ModTime()) > time.Hour
}

// isNascent reports whether a segment was made just now, and its writer has yet
// to lock it and to write the header. Nobody else may take that lock.
func isNascent(info fs.FileInfo) bool {
	return info.Size() == 0 && time.Since(info.ModTime()).Abs() < time.Minute
}

// maxLine is the length of the longest line, which bounds what a reader needs.
const maxLine = 1 << 20

func newLines(f io.ReaderAt, begin int64) *lines.Reader { return lines.NewReader(f, begin, maxLine) }

// countLines returns the number of complete lines that r reads from begin on, no more
// than most of them, and their length. Blank lines are none.
func countLines(r *lines.Reader, begin int64, most int) (n int, size int64, err error) {
	for n < most {
		l, err := r.Next()
		if errors.Is(err, io.EOF) {
			return n, size, nil
		}
		if err != nil {
			return n, size, err
		}
		if l.Kind == lines.Whole || l.Kind == lines.Long {
			n++
			size = l.End - begin
		}
	}
	return n, size, nil
}

// blank overwrites a line, so that readers skip it. Its break stays.
func blank(f io.WriterAt, begin, end int64) error {
	_, err := f.WriteAt(bytes.Repeat([]byte{' '}, int(max(end-begin-1, 0))), begin)
	return err
}
