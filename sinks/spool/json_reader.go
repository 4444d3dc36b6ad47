package spoolsink

import (
	"bytes"
	"strconv"
	"strings"
)

// jsonReader takes values off a JSON text, one after the other. It accepts the
// texts that encoding/json accepts, and reads from them what encoding/json reads;
// a test holds the two to that. It is here since encoding/json is larger than all
// the rest that the queue adds to a tool.
//
// After the first thing that is not as expected, failed is true, the text is at
// its end, and what is returned means nothing.
type jsonReader struct {
	text   []byte
	at     int
	key    int // where the key of the last member began
	depth  int // of the objects and arrays that are open
	failed bool
	inside bool // of an object, of whose members some were before the text
}

// maxDepth is the depth up to which encoding/json reads.
const maxDepth = 10_000

func (r *jsonReader) fail() { r.at, r.failed = len(r.text), true }

// next returns the byte that comes next, behind white space, or 0 at the end.
func (r *jsonReader) next() byte {
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// has takes c if it comes next.
func (r *jsonReader) has(c byte) bool {
	if r.next() != c {
		return false
	}
	r.at++
	return true
}

func (r *jsonReader) expect(c byte) {
	if !r.has(c) {
		r.fail()
	}
}

// end expects that nothing is left.
func (r *jsonReader) end() {
	if r.next(); r.at != len(r.text) {
		r.fail()
	}
}

// members yields the key of each member of an object, which may be a piece of the
// text. Whoever is handed a key takes the value.
func (r *jsonReader) members(yield func(key []byte) bool) {
	if r.inside {
		r.inside = false
	} else if r.open('{'); r.has('}') {
		r.depth--
		return
	}
	for more := true; more; more = r.has(',') {
		r.next()
		r.key = r.at
		key := r.string()
		if r.expect(':'); r.failed || !yield(key) {
			return
		}
	}
	r.expect('}')
	r.depth--
}

// open takes the bracket that begins an object or array.
func (r *jsonReader) open(bracket byte) {
	if r.depth++; r.depth > maxDepth {
		r.fail()
	}
	r.expect(bracket)
}

// value returns the text of the value that comes next, a piece of the text.
func (r *jsonReader) value() []byte {
	first := r.next()
	begin := r.at
	switch first {
	case '{':
		for range r.members {
			r.value()
		}
	case '[':
		r.array()
	case '"':
		r.string()
	case 't':
		r.word("true")
	case 'f':
		r.word("false")
	case 'n':
		r.word("null")
	default:
		r.number()
	}
	return r.text[begin:r.at]
}

func (r *jsonReader) array() {
	r.open('[')
	if !r.has(']') {
		for more := true; more; more = r.has(',') {
			r.value()
		}
		r.expect(']')
	}
	r.depth--
}

func (r *jsonReader) word(word string) {
	if !bytes.HasPrefix(r.text[r.at:], []byte(word)) {
		r.fail()
		return
	}
	r.at += len(word)
}

func (r *jsonReader) number() {
	r.hasAny("-")
	if !r.hasAny("0") {
		r.digits()
	}
	if r.hasAny(".") {
		r.digits()
	}
	if r.hasAny("eE") {
		r.hasAny("+-")
		r.digits()
	}
}

// digits expects one digit or more.
func (r *jsonReader) digits() {
	const digits = "0123456789"
	if !r.hasAny(digits) {
		r.fail()
	}
	for r.hasAny(digits) {
	}
}

// hasAny takes one of the bytes if it comes next, with no white space before.
func (r *jsonReader) hasAny(of string) bool {
	if r.at == len(r.text) || strings.IndexByte(of, r.text[r.at]) < 0 {
		return false
	}
	r.at++
	return true
}

// null takes a null if it comes next. It stands for any value that is not there,
// and leaves what was there before.
func (r *jsonReader) null() bool {
	if r.next() != 'n' {
		return false
	}
	r.word("null")
	return true
}

// setString sets dst to the string that comes next.
func (r *jsonReader) setString(dst *string) {
	if !r.null() {
		*dst = string(r.string())
	}
}

// setInt sets dst to the number that comes next.
func (r *jsonReader) setInt(dst *int) {
	if r.null() {
		return
	}
	n, err := strconv.Atoi(string(r.value()))
	if err != nil {
		r.fail()
	}
	*dst = n
}

// sameKey returns the one of keys that is key, or else the one that differs from
// it in case only, or else "".
func sameKey(key []byte, keys []string) string {
	for _, k := range keys {
		if k == string(key) {
			return k
		}
	}
	for _, k := range keys {
		if strings.EqualFold(k, string(key)) {
			return k
		}
	}
	return ""
}
