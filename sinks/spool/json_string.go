package spoolsink

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// string returns the string that comes next: a piece of the text if nothing in it
// is written otherwise.
func (r *jsonReader) string() []byte {
	r.expect('"')
	begin, plain := r.at, true
	for i := begin; i < len(r.text); i++ {
		c := r.text[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			continue
		}
		switch {
		case c == '"':
			r.at = i + 1
			if plain {
				return r.text[begin:i]
			}
			return r.unescape(r.text[begin:i])
		case c < ' ':
			r.fail()
			return nil
		case c == '\\':
			i++ // whatever is escaped is not the end
		}
		plain = false
	}
	r.fail()
	return nil
}

// unescape returns what s says. Bytes that are not UTF-8, and halves of surrogate
// pairs, are U+FFFD each.
func (r *jsonReader) unescape(s []byte) []byte {
	if bytes.IndexByte(s, '\\') < 0 && utf8.Valid(s) {
		return s
	}
	text := make([]byte, 0, len(s))
	for len(s) > 0 {
		c, size := utf8.DecodeRune(s)
		if c == '\\' {
			if c, size = unescapeRune(s); size == 0 {
				r.fail()
				return nil
			}
		}
		text = utf8.AppendRune(text, c)
		s = s[size:]
	}
	return text
}

// unescapeRune returns what the escape that begins s says, and its length, which
// is 0 if it is none.
func unescapeRune(s []byte) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	}
	c, ok := unescapeUnit(s)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(c):
		return c, len(`\u0000`)
	}
	if low, ok := unescapeUnit(s[len(`\u0000`):]); ok {
		if pair := utf16.DecodeRune(c, low); pair != utf8.RuneError {
			return pair, len(`\u0000\u0000`)
		}
	}
	return utf8.RuneError, len(`\u0000`)
}

// unescapeUnit returns the UTF-16 code unit that begins s, written as \u and four
// hexadecimal digits.
func unescapeUnit(s []byte) (rune, bool) {
	if len(s) < len(`\u0000`) || string(s[:2]) != `\u` {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(s[2:len(`\u0000`)]), 16, 16)
	return rune(unit), err == nil
}

// appendJSONString appends s as a JSON string. What is not UTF-8 in it becomes
// U+FFFD.
func appendJSONString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', byte(c))
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xF])
		default:
			dst = utf8.AppendRune(dst, c)
		}
	}
	return append(dst, '"')
}
