package spoolsink

import (
	"bytes"
	"strconv"
)

// The queue notes numbers in lines of a fixed length, JSON objects padded with
// spaces, so that a later note overwrites an earlier one in place: without needing
// room on a full disk, and in one piece whenever the process is killed, since a
// line lies within one page.

// appendNumber appends a member of an object.
func appendNumber(dst []byte, key string, n int64, width int) []byte {
	dst = append(dst, `,"`...)
	dst = append(dst, key...)
	dst = append(dst, `":`...)
	digits := strconv.FormatInt(max(n, 0), 10)
	if len(digits) > width { // no counter gets that far
		digits = "999999999999999999"[:min(width, 18)]
	}
	for range width - len(digits) {
		dst = append(dst, ' ')
	}
	return append(dst, digits...)
}

// fields reads what appendNumber wrote. The first member that is not as expected
// ends it: failed is true from then on, and all numbers are 0.
type fields struct {
	rest   []byte
	failed bool
}

func (r *fields) number(key string, width int) int64 {
	text := r.text(`,"`+key+`":`, width)
	if r.failed {
		return 0
	}
	n, err := strconv.ParseUint(string(bytes.TrimLeft(text, " ")), 10, 63)
	r.failed = err != nil
	return int64(n)
}

// text returns what follows prefix.
func (r *fields) text(prefix string, width int) []byte {
	rest, ok := bytes.CutPrefix(r.rest, []byte(prefix))
	if r.failed = r.failed || !ok || len(rest) < width; r.failed {
		return nil
	}
	r.rest = rest[width:]
	return rest[:width]
}
