package telemetry

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// The limits of an event. An event outside the first three is refused as
// [ErrRejected] and nothing is emitted; longer text than MaxTextBytes is cut.
// Names and keys are identifiers: ASCII letters, digits, '.', '_', '-' and '/'.
const (
	MaxNameBytes = 128     // bytes of an event's name, which must not be empty
	MaxAttrs     = 64      // attributes passed with one event
	MaxKeyBytes  = 128     // bytes of an attribute's key, which must not be empty
	MaxTextBytes = 8 << 10 // bytes of an attribute's value, of Args and of ErrMsg, the mark of the cut included
)

// truncatedMark ends a text that was cut.
const truncatedMark = "…[truncated]"

var (
	errNameEmpty = errors.New("the event has no name; pass one such as \"command.invoke\"")
	errNameLong  = errors.New("the event's name is longer than 128 bytes; names are fixed words, put what varies into an attribute")
	errAttrsMany = errors.New("the event has more than 64 attributes; record fewer of them")
	errKeyEmpty  = errors.New("an attribute has an empty key; give every attribute one")
	errKeyLong   = errors.New("an attribute's key is longer than 128 bytes; keys are fixed words, put what varies into the value")
)

var (
	errName = errors.New("the event's name holds more than letters, digits, '.', '_', '-' and '/'; names are fixed words, put what varies into an attribute")
	errKey  = errors.New("an attribute's key holds more than letters, digits, '.', '_', '-' and '/'; keys are fixed words, put what varies into the value")
)

// checkLimits returns what is wrong with an event of this name and these
// attributes, or nil.
func checkLimits(name string, attrs []Attr) error {
	switch {
	case name == "":
		return errNameEmpty
	case len(name) > MaxNameBytes:
		return errNameLong
	case !isIdentifier(name):
		return errName
	case len(attrs) > MaxAttrs:
		return errAttrsMany
	}
	return checkKeys(attrs)
}

func checkKeys(attrs []Attr) error {
	for i := range attrs {
		switch key := attrs[i].Key; {
		case key == "":
			return errKeyEmpty
		case len(key) > MaxKeyBytes:
			return errKeyLong
		case !isIdentifier(key):
			return errKey
		}
	}
	return nil
}

// bounded returns s, valid and redacted, in at most MaxTextBytes.
//
// The final cut comes after redaction, so that it cannot cut a credential into a
// piece that no rule knows any more. Redaction itself looks at twice the limit
// only, so that its cost is bounded too; what the first cut may have split is
// dropped whole.
func bounded(s string, redact func(string) string) string {
	const window = 2 * MaxTextBytes
	cut := len(s) > window
	if cut {
		s = dropSplitWord(cutAtRune(s, window))
	}
	s = redact(validText(s))
	if cut || len(s) > MaxTextBytes {
		return cutAtRune(s, MaxTextBytes-len(truncatedMark)) + truncatedMark
	}
	return s
}

// cutAtRune returns at most the first n bytes of s, without splitting a rune.
func cutAtRune(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := 0; i < utf8.UTFMax-1 && n > 0 && !utf8.RuneStart(s[n]); i++ {
		n--
	}
	return s[:n]
}

// dropSplitWord returns s without its last word, of which the cut may have left a
// half that no rule knows. If the last KiB is one word, as in a URL or in JSON
// without blanks, all of it goes: no credential that is known by what follows it
// is longer.
func dropSplitWord(s string) string {
	const longestWord = 1 << 10
	from := max(0, len(s)-longestWord)
	if i := strings.LastIndexAny(s[from:], " \t\r\n"); i >= 0 {
		return s[:from+i]
	}
	return cutAtRune(s, from)
}

// validText repairs text before it is sorted, compared or redacted, so that two
// keys that are written alike are one, and every sink sees the same text.
func validText(s string) string {
	if utf8.ValidString(s) { // the usual case, in a fraction of the time
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
