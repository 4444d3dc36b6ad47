package filesink

import "github.com/optin-go/optin/telemetry"

// line is the buffer of one encoded event: a line break, the JSON and a line
// break. It is written with or without the first one, in one piece.
type line struct{ framed []byte }

// maxReused is the largest buffer that is kept for the next event. One event of
// a megabyte must not keep a megabyte until the process ends.
const maxReused = 64 << 10

func (s *Sink) newLine() *line {
	if l, ok := s.lines.Get().(*line); ok {
		return l
	}
	return new(line)
}

func (s *Sink) reuse(l *line) {
	if cap(l.framed) <= maxReused {
		s.lines.Put(l)
	}
}

func (l *line) encode(e telemetry.Event) error {
	framed, err := e.AppendJSON(append(l.framed[:0], '\n'))
	if err != nil {
		return err
	}
	l.framed = append(framed, '\n')
	return nil
}

// bytes returns the line, with a leading line break or without.
func (l *line) bytes(leadingBreak bool) []byte {
	if leadingBreak {
		return l.framed
	}
	return l.framed[1:]
}
