package telemetry

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// parser reads JSON as encoding/json does, which a fuzz test holds it to. After the
// first error it reads nothing more: its methods return zero values then.
type parser struct {
	text  string
	at    int // in text
	depth int // of the object or array that is read
	err   error
}

// maxDepth is that of encoding/json.
const maxDepth = 10000

// failed notes what is wrong at the present place.
func (p *parser) failed(what string) {
	if p.err == nil {
		p.err = errors.New("byte " + strconv.Itoa(p.at) + ": " + what)
		p.at = len(p.text)
	}
}

func (p *parser) error(op string) error { return &Error{Kind: ErrSerde, Op: op, Err: p.err} }

// next skips white space and returns the byte there, 0 at the end.
func (p *parser) next() byte {
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// accept skips c if it is next.
func (p *parser) accept(c byte) bool {
	if p.next() != c || p.at == len(p.text) {
		return false
	}
	p.at++
	return true
}

func (p *parser) expect(c byte) {
	if !p.accept(c) {
		p.failed("want " + strconv.QuoteRune(rune(c)))
	}
}

// end checks that nothing follows.
func (p *parser) end() {
	if p.next(); p.at != len(p.text) {
		p.failed("want the end of the line")
	}
}

// word skips the word if it is next.
func (p *parser) word(word string) bool {
	p.next()
	if !strings.HasPrefix(p.text[p.at:], word) {
		return false
	}
	p.at += len(word)
	return true
}

func (p *parser) null() bool { return p.word("null") }

// object reads an object. It calls member for each of its members, with the name, and
// that reads the value.
func (p *parser) object(member func(name string)) {
	p.expect('{')
	p.enter()
	for first := true; p.err == nil; first = false {
		if first && p.accept('}') {
			break
		}
		name := p.string()
		p.expect(':')
		if p.err != nil {
			return
		}
		member(name)
		if !p.accept(',') {
			p.expect('}')
			break
		}
	}
	p.depth--
}

func (p *parser) array() {
	p.expect('[')
	p.enter()
	for first := true; p.err == nil; first = false {
		if first && p.accept(']') {
			break
		}
		p.value()
		if !p.accept(',') {
			p.expect(']')
			break
		}
	}
	p.depth--
}

func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.failed("objects and arrays are nested too deeply")
	}
}

// value skips any value.
func (p *parser) value() {
	switch c := p.next(); {
	case c == '{':
		p.object(func(string) { p.value() })
	case c == '[':
		p.array()
	case c == '"':
		p.string()
	case c == '-' || '0' <= c && c <= '9':
		p.number()
	case p.null(), p.word("true"), p.word("false"):
	default:
		p.failed("want a value")
	}
}

// number returns a number as it is written, and "" for what is none.
func (p *parser) number() string {
	p.next()
	from := p.at
	p.skip('-')
	if !p.skip('0') && !p.digits() {
		p.failed("want a number")
	}
	if p.skip('.') && !p.digits() {
		p.failed("want a digit")
	}
	if p.skip('e') || p.skip('E') {
		if !p.skip('+') {
			p.skip('-')
		}
		if !p.digits() {
			p.failed("want a digit")
		}
	}
	if p.err != nil {
		return ""
	}
	return p.text[from:p.at]
}

// skip is accept for what no white space may precede.
func (p *parser) skip(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) digits() bool {
	from := p.at
	for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
	}
	return p.at > from
}

// string reads a string. One without escapes, which is the usual case, shares the
// bytes of the text.
func (p *parser) string() string {
	raw := p.rawString()
	if strings.IndexByte(raw, '\\') < 0 && utf8.ValidString(raw) {
		return raw
	}
	return p.unescaped(raw)
}

// rawString returns what stands between the quotes.
func (p *parser) rawString() string {
	p.expect('"')
	from := p.at
	for p.err == nil {
		p.at += plainPrefix(p.text[p.at:])
		if p.at == len(p.text) {
			break
		}
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return p.text[from : p.at-1]
		case c == '\\':
			p.at = min(p.at+2, len(p.text)) // what follows is looked at when it is unescaped
		case c < ' ':
			p.failed("a control character in a string")
		default:
			p.at++
		}
	}
	p.failed("the string does not end")
	return ""
}

// unescaped returns what a raw string stands for. What is no UTF-8 becomes U+FFFD.
func (p *parser) unescaped(raw string) string {
	b := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		c := raw[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(raw[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		if c != '\\' {
			b = append(b, c)
			i++
			continue
		}
		c = raw[i+1]
		i += 2
		switch c {
		case '"', '\\', '/':
			b = append(b, c)
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r, ok := fourDigits(raw[i:])
			if !ok {
				p.failed("want four hexadecimal digits after \\u")
				return ""
			}
			i += 4
			if utf16.IsSurrogate(r) {
				r, i = surrogates(r, raw, i)
			}
			b = utf8.AppendRune(b, r)
		default:
			p.failed("an unknown escape")
			return ""
		}
	}
	return string(b)
}

// surrogates returns the rune of which r is the first half, and where it ends, if the
// other half is at i; else U+FFFD and i.
func surrogates(r rune, raw string, i int) (rune, int) {
	if rest, ok := strings.CutPrefix(raw[i:], `\u`); ok {
		if second, ok := fourDigits(rest); ok {
			if both := utf16.DecodeRune(r, second); both != utf8.RuneError {
				return both, i + len(`\uFFFF`)
			}
		}
	}
	return utf8.RuneError, i
}

func fourDigits(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range []byte(s[:4]) {
		switch lower := c | 0x20; {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= lower && lower <= 'f':
			r = r<<4 | rune(lower-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// timeTo sets at, in UTC, unless there is null in its place.
func (p *parser) timeTo(at *time.Time) {
	if p.null() {
		return
	}
	raw := p.rawString()
	if parsed, ok := usualTime(raw); ok {
		*at = parsed
		return
	}
	var parsed time.Time
	if err := parsed.UnmarshalText([]byte(raw)); err != nil {
		p.failed("the time is not RFC 3339")
		return
	}
	*at = parsed.UTC()
}

// usualTime reads the form that an event is written in, but for the last days of a
// month, which the standard library knows better.
func usualTime(s string) (time.Time, bool) {
	const form = "0000-00-00T00:00:00"
	if len(s) < len(form)+1 || s[len(s)-1] != 'Z' {
		return time.Time{}, false
	}
	var numbers [6]int
	field := 0
	for i := range len(form) {
		switch {
		case form[i] != '0':
			if s[i] != form[i] {
				return time.Time{}, false
			}
			field++
		case s[i] < '0' || s[i] > '9':
			return time.Time{}, false
		default:
			numbers[field] = numbers[field]*10 + int(s[i]-'0')
		}
	}
	nano := 0
	if fraction := s[len(form) : len(s)-1]; fraction != "" {
		if fraction[0] != '.' || len(fraction) < 2 || len(fraction) > 10 {
			return time.Time{}, false
		}
		for i := 1; i < 10; i++ {
			nano *= 10
			if i < len(fraction) {
				if fraction[i] < '0' || fraction[i] > '9' {
					return time.Time{}, false
				}
				nano += int(fraction[i] - '0')
			}
		}
	}
	year, month, day, hour, minute, second := numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]
	if month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, nano, time.UTC), true
}
