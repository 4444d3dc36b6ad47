package telemetry

import (
	"encoding/hex"
	"errors"
	"slices"
	"time"
	"unicode/utf8"
)

var errYear = errors.New("the event's time is outside the years 0 to 9999, which RFC 3339 cannot express; set the clock")

// AppendJSON appends e to dst as one JSON object without a line break, and
// returns the extended buffer. It is the one encoder: what a user is shown, what
// is stored and what is sent are these bytes.
//
// Fields come in the order of their declaration, attributes sorted by key.
// Args, ErrMsg and ID are left out when empty; attrs is {} when there are none.
// Bytes that are not UTF-8 become U+FFFD; '<', '>' and '&' are not escaped. The
// only error is an [ErrSerde] for a time that RFC 3339 cannot express; dst is
// then returned as it was. AppendJSON does not modify e.Attrs, and allocates only
// to grow dst or to sort attributes made by hand.
func (e Event) AppendJSON(dst []byte) ([]byte, error) {
	at := e.TimestampUTC.UTC()
	if year := at.Year(); year < 0 || year > 9999 {
		return dst, &Error{Kind: ErrSerde, Op: "telemetry: encode event", Err: errYear}
	}
	dst = appendText(append(dst, `{"name":`...), e.Name)
	dst = appendText(append(dst, `,"tool":`...), e.Tool)
	dst = appendText(append(dst, `,"tool_version":`...), e.ToolVersion)
	dst = appendText(append(dst, `,"machine_id":`...), e.MachineID)
	dst = at.AppendFormat(append(dst, `,"timestamp_utc":"`...), time.RFC3339Nano)
	dst = append(dst, '"')
	if e.Args != "" {
		dst = appendText(append(dst, `,"args":`...), e.Args)
	}
	if e.ErrMsg != "" {
		dst = appendText(append(dst, `,"err_msg":`...), e.ErrMsg)
	}
	dst = appendAttrs(append(dst, `,"attrs":`...), e.Attrs)
	if !e.ID.IsZero() {
		dst = hex.AppendEncode(append(dst, `,"id":"`...), e.ID[:])
		dst = append(dst, '"')
	}
	return append(dst, '}'), nil
}

func appendAttrs(dst []byte, attrs Attrs) []byte {
	if !attrs.isNormalized() {
		attrs = slices.Clone(attrs).normalized()
	}
	dst = append(dst, '{')
	for i := range attrs {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendText(dst, attrs[i].Key)
		dst = appendText(append(dst, ':'), attrs[i].Value)
	}
	return append(dst, '}')
}

// appendText appends s as a JSON string.
func appendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	if n := plainPrefix(s); n == len(s) {
		dst = append(dst, s...)
	} else {
		dst = appendEscaped(append(dst, s[:n]...), s[n:])
	}
	return append(dst, '"')
}

// plainPrefix returns the length of the part of s, from its beginning, that JSON
// writes as it is.
func plainPrefix(s string) int {
	i := 0
	// Eight bytes at once: the highest bit of a byte stays 0 if the byte is plain.
	const low, high = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(s); i += 8 {
		t := s[i : i+8]
		w := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		if (w|(w-low*' ')|((w^low*'"')-low)|((w^low*'\\')-low))&high != 0 {
			break
		}
	}
	for ; i < len(s); i++ {
		if !isPlain[s[i]] {
			return i
		}
	}
	return len(s)
}

// isPlain holds the bytes that need no look at their neighbours and no escape.
var isPlain = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

func appendEscaped(dst []byte, s string) []byte {
	const digits = "0123456789abcdef"
	for i := 0; i < len(s); {
		c := s[i]
		if isPlain[c] {
			n := plainPrefix(s[i:])
			dst = append(dst, s[i:i+n]...)
			i += n
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				dst = append(dst, `\ufffd`...)
			case r == '\u2028' || r == '\u2029':
				// Line separators end a string in JavaScript; encoding/json escapes them too.
				dst = append(dst, `\u202`...)
				dst = append(dst, digits[r&0xf])
			default:
				dst = append(dst, s[i:i+size]...)
			}
			i += size
			continue
		}
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, `\b`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = append(dst, `\u00`...)
			dst = append(dst, digits[c>>4], digits[c&0xf])
		}
		i++
	}
	return dst
}
