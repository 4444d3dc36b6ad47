package spoolsink

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
)

// errNewerHeader is returned for a segment of a newer version of this code, which
// is left alone; only [Options.MaxBytes] removes it.
var errNewerHeader = errors.New("the segment is of a newer version")

// readHeader returns the header of f and where the first line begins that is not
// done with. A file that begins otherwise is all lines.
func readHeader(f *os.File) (h header, begin int64, err error) {
	var data [headerSize]byte
	n, err := f.ReadAt(data[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return header{}, 0, err
	}
	h, ok := parseHeader(data[:n])
	switch {
	case ok:
		return h, h.done, nil
	case bytes.HasPrefix(data[:n], []byte(anyHeader)) && !bytes.HasPrefix(data[:n], []byte(headerBegin+",")):
		return header{}, 0, errNewerHeader
	}
	return header{}, 0, nil
}

// mayTake reports whether a segment whose lock is free has no writer any more.
// Where no lock tells, its age does.
func mayTake(info fs.FileInfo) bool {
	return kernelLocks || time.Since(info.ModTime()) > time.Hour
}

// isNascent reports whether a segment was made just now, and its writer has yet
// to lock it and to write the header. Nobody else may take that lock.
func isNascent(info fs.FileInfo) bool {
	return info.Size() == 0 && time.Since(info.ModTime()).Abs() < time.Minute
}

// countLines returns the number of complete lines of f from begin on, and their
// length. Empty lines are none.
func countLines(f *os.File, begin int64) (lines int, size int64, err error) {
	r := newLineReader(f, begin)
	for {
		l, err := r.next()
		if errors.Is(err, io.EOF) {
			return lines, size, nil
		}
		if err != nil {
			return lines, size, err
		}
		if l.kind != lineEmpty && l.kind != lineTorn {
			lines++
			size = l.end - begin
		}
	}
}

// readLine is one line of a segment.
type readLine struct {
	text []byte // without the line break
	end  int64  // offset behind the line break
	kind lineKind
}

type lineKind uint8

const (
	lineWhole lineKind = iota
	lineEmpty          // nothing, or a break that kept a torn line apart
	lineTorn           // the file ends before the line does
	lineLong           // longer than maxLine
)

// lineReader reads the lines of a segment, one at a time, in bounded memory.
type lineReader struct {
	r    *bufio.Reader
	at   int64
	long []byte
	line readLine // the last one
	back bool     // it is to be returned again
}

const readBuffer = 64 << 10

func newLineReader(f *os.File, begin int64) *lineReader {
	r := &lineReader{r: bufio.NewReaderSize(nil, readBuffer)}
	r.reset(f, begin)
	return r
}

func (r *lineReader) reset(f *os.File, begin int64) {
	r.r.Reset(io.NewSectionReader(f, begin, 1<<62-begin))
	r.at, r.back = begin, false
}

// unread makes next return the last line again.
func (r *lineReader) unread() { r.back = true }

// next returns the next line, or io.EOF behind the last one. The line is valid
// until the next call.
func (r *lineReader) next() (*readLine, error) {
	l := &r.line
	if r.back {
		r.back = false
		return l, nil
	}
	r.long = r.long[:0]
	tooLong := false
	for {
		piece, err := r.r.ReadSlice('\n')
		r.at += int64(len(piece))
		full := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !full && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if tooLong = tooLong || len(r.long)+len(piece) > maxLine; tooLong {
			r.long = nil // a line of a gigabyte must not keep a megabyte
		} else if full || len(r.long) > 0 {
			r.long = append(r.long, piece...)
			piece = r.long
		}
		if full {
			continue
		}
		*l = readLine{end: r.at}
		switch ended := err == nil; {
		case tooLong:
			l.kind = lineLong
		case len(piece) == 0:
			return nil, io.EOF
		case !ended:
			l.kind = lineTorn
		case len(piece) == 1:
			l.kind = lineEmpty
		default:
			l.text = piece[:len(piece)-1]
		}
		return l, nil
	}
}
