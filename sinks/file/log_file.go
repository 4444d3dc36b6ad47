package filesink

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/optin-go/optin/internal/linefile"
	"github.com/optin-go/optin/internal/ownfile"
)

// logFile is an open file of lines, to which other processes append as well.
type logFile struct {
	*os.File
	info fs.FileInfo // from when it was opened; says which file it is

	// end is where the last line ended that this process knows to have ended, or
	// unknown. What other processes appended since then lies beyond it.
	end int64
	// torn says that what ends at end is a piece of a line: its writer was
	// killed, or the disk was full.
	torn bool
	// patience is how long another process that rotates this file will still be
	// waited for.
	patience time.Duration
}

const unknown = -1

// append writes l so that it is a line of its own.
//
// The kernel lets one write follow the other, so what comes before this line is
// complete, or torn for good, when the line is written. It is looked at
// afterwards, since before the write it could still change: the write moves the
// descriptor's offset to the line's end. If the line begins where the last one
// ended, nothing came between, and that is all. Else the byte before it tells.
// If that ends no line, the new line is glued to a torn one, and is written
// again: so an event is acknowledged only as a line of its own, without a lock.
func (f *logFile) append(l *linefile.Line) error {
	const maxGlued = 3
	if f.end == unknown {
		if err := f.look(); err != nil {
			return err
		}
	}
	for glued := 0; ; glued++ {
		// The leading break is safe without a look, but leaves an empty line when it
		// was not needed.
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

// look sets end and torn to what the file ends with now.
//
// A file that does not end with a line break ends with a torn line or with one
// that another process is writing at this moment. To change the mode, the kernel
// waits until the write under way is over; if the file is not longer then, there
// was none. While others keep writing, look leaves the question to append.
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

// isLinked reports whether f has a name, and so can be read by others. If that
// cannot be told, it is taken to have one.
func (f *logFile) isLinked() bool {
	_, err := ownfile.Check(f.File)
	return !errors.Is(err, ownfile.ErrGone)
}
