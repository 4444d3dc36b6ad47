package spoolsink

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
)

// header is the first line of a segment. It says how far the segment is
// delivered, and what became of its events; it is the note of each batch, a
// microsecond after the receiver's yes.
type header struct {
	// done is where the first event begins that still has to be delivered.
	done int64
	// inFlight is the end of the batch that was sent last. If it has to be sent
	// again, it ends there again, whatever was appended since.
	inFlight int64
	// counts are those of this segment that the state does not have yet.
	counts counts
}

const (
	headerBegin = `{"spool":1`
	headerEnd   = "}\n"
	offsetWidth = 12
	countWidth  = 10
	headerSize  = 199
	// anyHeader is what a header of any version begins with.
	anyHeader = `{"spool":`
)

// append appends the header's line to dst.
func (h *header) append(dst []byte) []byte {
	dst = append(dst, headerBegin...)
	dst = appendNumber(dst, "done", h.done, offsetWidth)
	dst = appendNumber(dst, "in_flight", h.inFlight, offsetWidth)
	dst = appendNumber(dst, "delivered", int64(h.counts.delivered), countWidth)
	for i, reason := range dropReasons {
		dst = appendNumber(dst, string(reason), int64(h.counts.dropped[i]), countWidth)
	}
	return append(dst, headerEnd...)
}

// parseHeader returns the header that begins data, if it is one that this version
// writes.
func parseHeader(data []byte) (header, bool) {
	var h header
	r := &fields{rest: data}
	r.text(headerBegin, 0)
	h.done = r.number("done", offsetWidth)
	h.inFlight = r.number("in_flight", offsetWidth)
	count := func(key string) int { return int(min(r.number(key, countWidth), math.MaxInt)) }
	h.counts.delivered = count("delivered")
	for i, reason := range dropReasons {
		h.counts.dropped[i] = count(string(reason))
	}
	r.text(headerEnd, 0)
	return h, !r.failed && h.done >= headerSize
}

// front is what a segment begins with.
type front struct {
	header header
	// begin is where the first line begins that is not done with, within the file.
	begin int64
	// noted says that the segment has a header to write notes to. One without is all
	// lines.
	noted bool
	// cut says that the header tells of more than the file holds. A loss of power
	// leaves that, and a copy of a queue in use: lines are newly allocated, a header
	// is overwritten. What is appended to such a segment would count as delivered.
	cut bool
}

// errNewerHeader is returned for a segment of a newer version of this code, which
// is left alone; only [Options.MaxBytes] removes it.
var errNewerHeader = errors.New("the segment is of a newer version")

// readFront returns what f begins with. No offset exceeds size, which is f's.
func readFront(f *os.File, size int64) (front, error) {
	var data [headerSize]byte
	n, err := f.ReadAt(data[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return front{}, err
	}
	h, ok := parseHeader(data[:n])
	switch {
	case ok:
		p := front{header: h, noted: true, cut: max(h.done, h.inFlight) > size}
		p.header.done, p.header.inFlight = min(h.done, size), min(h.inFlight, size)
		p.begin = p.header.done
		return p, nil
	case bytes.HasPrefix([]byte(headerBegin+","), data[:n]) || n < headerSize && bytes.HasPrefix(data[:n], []byte(headerBegin+",")):
		return front{begin: size, cut: true}, nil // a piece of a header, and nothing else
	case isNewer(data[:n]):
		return front{}, errNewerHeader
	}
	return front{}, nil
}

// isNewer reports whether data begins with a header of another version.
func isNewer(data []byte) bool {
	rest, ok := bytes.CutPrefix(data, []byte(anyHeader))
	version, _, complete := bytes.Cut(rest, []byte(","))
	return ok && complete && len(version) > 0 && len(bytes.Trim(version, "0123456789")) == 0 && string(version) != "1"
}
