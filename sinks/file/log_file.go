package filesink

import (
	"io"
	"io/fs"
	"os"
	"time"
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
//
// fstat would tell the size and the number of links as well. But to look at a
// file's times makes the next write on ext4 take twice as long.
func (f *logFile) append(l *line) error {
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
		p := l.bytes(leadingBreak)
		if err := f.write(p); err != nil {
			f.end = unknown
			return err
		}
		end, err := endOfWrite(f.File)
		if err != nil {
			f.end = unknown
			return err
		}
		begin := end - int64(len(p))
		whole := begin == f.end || leadingBreak || begin == 0 || f.hasBreakAt(begin-1)
		f.end, f.torn = end, false
		if whole {
			return nil
		}
	}
}

// write writes p in one write. A second one, for the rest of a write that was
// cut short, could land behind another process's line.
func (f *logFile) write(p []byte) error {
	n, err := writeOnce(f.File, p)
	if err == nil && n < len(p) {
		err = &fs.PathError{Op: "write", Path: f.Name(), Err: io.ErrShortWrite}
	}
	return err
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
		case size == 0 || f.hasBreakAt(size-1):
			f.end, f.torn = size, false
			return nil
		case size == seen:
			f.end, f.torn = size, true
			return nil
		}
		seen = size
		if err := awaitWrites(f.File); err != nil {
			return err
		}
	}
	f.end, f.torn = unknown, false
	return nil
}

// hasBreakAt reports whether the byte at offset is a line break. If it cannot be
// read, because the file was truncated, nothing is known to end there.
func (f *logFile) hasBreakAt(offset int64) bool {
	var b [1]byte
	n, _ := f.ReadAt(b[:], offset)
	return n == 1 && b[0] == '\n'
}

// isAt reports whether f is the file at path.
func (f *logFile) isAt(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && os.SameFile(info, f.info)
}

// isLinked reports whether f has a name, and so can be read by others. If that
// cannot be told, it is taken to have one.
func (f *logFile) isLinked() bool {
	n, err := links(f.File)
	return err != nil || n > 0
}
