// Package linefile appends lines to a file to which other processes append as
// well. A line is one write on a descriptor that only appends, which the kernel
// never mixes with another one.
package linefile

import "sync"

// Line is the buffer of one line: a line break, the text and a line break. It is
// written with or without the first one, in one piece.
type Line struct{ framed []byte }

// Begin returns the buffer to which the text is to be appended. Hand the result to
// [Line.End].
func (l *Line) Begin() []byte { return append(l.framed[:0], '\n') }

// End ends the line behind the text that was appended to what Begin returned.
func (l *Line) End(text []byte) { l.framed = append(text, '\n') }

// Bytes returns the line, with a leading line break or without. It is valid until
// the next Begin.
func (l *Line) Bytes(leadingBreak bool) []byte {
	if leadingBreak {
		return l.framed
	}
	return l.framed[1:]
}

// Pool keeps Lines for the next event. Its zero value is ready.
type Pool struct{ lines sync.Pool }

// maxReused is the largest buffer that is kept. One event of a megabyte must not
// keep a megabyte until the process ends.
const maxReused = 64 << 10

// Get returns a Line.
func (p *Pool) Get() *Line {
	if l, ok := p.lines.Get().(*Line); ok {
		return l
	}
	return new(Line)
}

// Put takes a Line back.
func (p *Pool) Put(l *Line) {
	if cap(l.framed) <= maxReused {
		p.lines.Put(l)
	}
}
