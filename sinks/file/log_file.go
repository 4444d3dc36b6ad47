package filesink

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/optin-go/optin/internal/linefile"
	"github.com/optin-go/optin/internal/ownfile"
)

// logFile is an open file of lines that other processes append to as well.
type logFile struct {
	*os.File
	info fs.FileInfo // from the open; identifies the file

	// end is the offset where the last line ended that this process knows of, or
	// unknown. Lines that other processes appended since then lie beyond it.
	end int64
	// torn says that a torn line ends at end: its writer was killed, or the
	// disk was full.
	torn bool
	// patience is how much longer this process waits for another one that
	// rotates the file.
	patience time.Duration
}

const unknown = -1

// patience is how long a process waits in all for another one to finish
// rotating a file. longestWait is how long it waits for one event.
const patience, longestWait = 100 * time.Millisecond, 25 * time.Millisecond

// append writes l so that it is a line of its own.
//
// The kernel orders the writes. So when this line is written, what precedes it
// is either complete or torn for good; before the write it could still change.
// append therefore looks afterwards. The write has moved the descriptor's
// offset to the line's end. If the line begins where the last one ended,
// nothing came between, and append is done. Otherwise it reads the byte before
// the line. If that is no line break, the new line is glued to a torn one, and
// append writes it again. So an event is acknowledged only as a line of its
// own, without a lock.
func (f *logFile) append(l *linefile.Line) error {
	const maxGlued = 3
	if f.end == unknown {
		if err := f.look(); err != nil {
			return err
		}
	}
	for glued := 0; ; glued++ {
		// A leading break needs no look, but leaves an empty line if it was not
		// necessary.
		leadingBreak := f.torn || glued == maxGlued
		p := l.Bytes(leadingBreak)
		end, err := linefile.Append(f.File, p)
		if err != nil {
			f.end = unknown
			return err
		}
		begin := end - int64(len(p))
		whole := begin == f.end || leadingBreak || begin == 0 || linefile.HasBreak(f.File, begin-1)
		f.end, f.torn = end, false
		if whole {
			return nil
		}
	}
}

// look sets end and torn from the present end of the file.
//
// A file that does not end with a line break ends with a torn line, or with one
// that another process is just writing. To change the mode, the kernel waits for
// the write in progress; if the file has not grown by then, there was none.
// While others keep writing, look leaves the question to append.
func (f *logFile) look() error {
	const maxLooks = 16
	seen := int64(unknown)
	for range maxLooks {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		size := info.Size()
		switch {
		case size == 0 || linefile.HasBreak(f.File, size-1):
			f.end, f.torn = size, false
			return nil
		case size == seen:
			f.end, f.torn = size, true
			return nil
		}
		seen = size
		if err := linefile.AwaitWrites(f.File); err != nil {
			return err
		}
	}
	f.end, f.torn = unknown, false
	return nil
}

// isAt reports whether f is the file at path.
func (f *logFile) isAt(path string) bool { return ownfile.IsAt(f.info, path) }

// isLinked reports whether f has a name, so that others can read it. If it
// cannot tell, it returns true.
func (f *logFile) isLinked() bool {
	_, err := ownfile.Check(f.File)
	return !errors.Is(err, ownfile.ErrGone)
}
