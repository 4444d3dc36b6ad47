// Package lines reads a file line by line in bounded memory, whatever the file
// holds.
package lines

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Line is one line of a file.
type Line struct {
	// Text is the line without its break; nil unless Kind is Whole or Torn.
	Text []byte
	// End is the offset after the line's break.
	End  int64
	Kind Kind
}

// Kind says what a line is.
type Kind uint8

// The kinds of lines.
const (
	// Whole is a line that ends with a break.
	Whole Kind = iota
	// Blank is empty or spaces: a break that separates a torn line, or a
	// retracted event.
	Blank
	// Torn is the end of a file that does not end with a break.
	Torn
	// Long is a line longer than the Reader's limit.
	Long
)

// Reader reads lines, one at a time.
type Reader struct {
	r       *bufio.Reader
	longest int
	at      int64
	pieces  []byte // a line longer than r's buffer
	line    Line   // the last one
	back    bool   // Next returns it again
}

const buffer = 64 << 10

// NewReader returns a Reader of f from offset begin. A line longer than longest
// bytes, its break included, is Long; a negative longest counts as 0.
func NewReader(f io.ReaderAt, begin int64, longest int) *Reader {
	r := &Reader{r: bufio.NewReaderSize(nil, buffer), longest: max(longest, 0)}
	r.Reset(f, begin)
	return r
}

// Reset makes r read f from offset begin.
func (r *Reader) Reset(f io.ReaderAt, begin int64) {
	r.r.Reset(io.NewSectionReader(f, begin, 1<<62-begin))
	r.at, r.back = begin, false
}

// Unread makes Next return the last line again.
func (r *Reader) Unread() { r.back = true }

// Next returns the next line, or [io.EOF] after the last one. The line is valid
// until the next call.
func (r *Reader) Next() (*Line, error) {
	l := &r.line
	if r.back {
		r.back = false
		return l, nil
	}
	r.pieces = r.pieces[:0]
	tooLong := false
	for {
		piece, err := r.r.ReadSlice('\n')
		r.at += int64(len(piece))
		full := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !full && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if tooLong = tooLong || len(r.pieces)+len(piece) > r.longest; tooLong {
			r.pieces = nil // a huge line must not hold memory
		} else if full || len(r.pieces) > 0 {
			r.pieces = append(r.pieces, piece...)
			piece = r.pieces
		}
		if full {
			continue
		}
		*l = Line{End: r.at}
		switch ended := err == nil; {
		case tooLong:
			l.Kind = Long
		case len(piece) == 0:
			return nil, io.EOF
		case !ended:
			l.Kind, l.Text = Torn, piece
		case isBlank(piece[:len(piece)-1]):
			l.Kind = Blank
		default:
			l.Text = piece[:len(piece)-1]
		}
		return l, nil
	}
}

func isBlank(text []byte) bool {
	return len(text) == 0 || text[0] == ' ' && len(bytes.TrimLeft(text, " ")) == 0
}
