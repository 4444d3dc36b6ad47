package spoolsink

import (
	"bytes"
	"math"
	"strconv"
)

// header is the first line of a segment. It says how far the segment is
// delivered, and what became of its events; it is the note of each batch.
//
// Its length never changes, so that a note overwrites it in place: a microsecond
// after the receiver's yes, without needing room on a full disk, and in one piece
// whenever the process is killed, since it lies within one page.
type header struct {
	// done is where the first event begins that still has to be delivered.
	done int64
	// marked is the end of the batch that was sent last. If it has to be sent
	// again, it ends there again, whatever was appended since.
	marked int64
	// counts are those of this segment that the state does not have yet.
	counts counts
}

const (
	headerBegin = `{"spool":1`
	headerEnd   = "}\n"
	offsetWidth = 12
	countWidth  = 10
	headerSize  = 196
	// anyHeader is what a header of any version begins with.
	anyHeader = `{"spool":`
)

// append appends the header's line to dst.
func (h *header) append(dst []byte) []byte {
	dst = append(dst, headerBegin...)
	dst = appendField(dst, "done", h.done, offsetWidth)
	dst = appendField(dst, "marked", h.marked, offsetWidth)
	dst = appendField(dst, "delivered", int64(h.counts.delivered), countWidth)
	for i, reason := range dropReasons {
		dst = appendField(dst, string(reason), int64(h.counts.dropped[i]), countWidth)
	}
	return append(dst, headerEnd...)
}

// appendField appends a number that is padded with spaces, which JSON allows.
func appendField(dst []byte, key string, n int64, width int) []byte {
	dst = append(dst, `,"`...)
	dst = append(dst, key...)
	dst = append(dst, `":`...)
	largest := int64(1)
	for range width {
		largest *= 10
	}
	digits := strconv.FormatInt(min(max(n, 0), largest-1), 10)
	for range width - len(digits) {
		dst = append(dst, ' ')
	}
	return append(dst, digits...)
}

// parseHeader returns the header that begins data, if it is one that this version
// writes.
func parseHeader(data []byte) (header, bool) {
	var h header
	rest, ok := bytes.CutPrefix(data, []byte(headerBegin))
	if !ok || len(data) < headerSize {
		return header{}, false
	}
	field := func(key string, width int) int64 {
		rest, ok = cutField(rest, key, ok)
		if !ok || len(rest) < width {
			ok = false
			return 0
		}
		n, err := strconv.ParseUint(string(bytes.TrimLeft(rest[:width], " ")), 10, 62)
		ok = err == nil
		rest = rest[width:]
		return int64(n)
	}
	h.done = field("done", offsetWidth)
	h.marked = field("marked", offsetWidth)
	count := func(key string) int { return int(min(field(key, countWidth), math.MaxInt)) }
	h.counts.delivered = count("delivered")
	for i, reason := range dropReasons {
		h.counts.dropped[i] = count(string(reason))
	}
	return h, ok && h.done >= headerSize && bytes.HasPrefix(rest, []byte(headerEnd))
}

func cutField(data []byte, key string, ok bool) ([]byte, bool) {
	rest, found := bytes.CutPrefix(data, []byte(`,"`+key+`":`))
	return rest, ok && found
}
