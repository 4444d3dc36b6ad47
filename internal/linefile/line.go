// Package linefile appends lines to a file that other processes append to as
// well. Each line is one write on a descriptor opened for appending; the kernel
// never mixes two such writes.
package linefile

import "sync"

// Line is a buffer of one line: a line break, the text and a line break. It is
// written in one piece, with or without the leading break.
type Line struct{ framed []byte }

// Begin returns the buffer to append the text to. Pass the result to [Line.End].
func (l *Line) Begin() []byte { return append(l.framed[:0], '\n') }

// End ends the line with a break. text is the buffer of Begin with the text
// appended.
func (l *Line) End(text []byte) { l.framed = append(text, '\n') }

// Bytes returns the line, with or without the leading break. It is valid until
// the next Begin.
func (l *Line) Bytes(leadingBreak bool) []byte {
	if leadingBreak {
		return l.framed
	}
	return l.framed[1:]
}

// Pool reuses Lines. Its zero value is ready.
type Pool struct{ lines sync.Pool }

// maxReused is the largest buffer that is kept, in bytes. One event of a
// megabyte must not hold a megabyte until the process ends.
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
