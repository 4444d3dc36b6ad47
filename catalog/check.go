package catalog

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/optin-go/optin/telemetry"
)

// mistaken notes what is wrong with the attribute of the given key.
func (c *Catalog) mistaken(key, text string) {
	if c != nil {
		c.mistakes = append(c.mistakes, mistake("attribute "+quoted(key)+": "+text))
	}
}

// normalSpace returns s with white space reduced to single spaces between words:
// how a long purpose is broken in the source must not matter.
func normalSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// purposeMistakes returns what is wrong with a purpose.
func purposeMistakes(where, purpose string) []error {
	if purpose == "" {
		return []error{mistake(where + ": the purpose is empty; say in a few words why this is collected")}
	}
	if why := unfit(purpose); why != "" {
		return []error{mistake(where + ": the purpose " + why)}
	}
	return nil
}

// unfit returns why a text cannot be recorded and shown as it is, or "".
func unfit(s string) string {
	if !utf8.ValidString(s) {
		return "is not valid UTF-8, and would be changed when recorded"
	}
	if strings.TrimSpace(s) != s {
		return "begins or ends with white space; remove it"
	}
	if strings.ContainsFunc(s, isControl) {
		return "holds control characters, which would garble the notice; remove them"
	}
	return ""
}

// isControl also finds what makes text read otherwise than it is stored: line
// separators, and what is not seen or turns the direction of what is.
func isControl(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// isIdentifier reports whether s may be the name of an event or the key of an
// attribute, which a Recorder refuses otherwise.
func isIdentifier(s string) bool {
	for _, c := range []byte(s) {
		if !isAlnum(c) && c != '.' && c != '_' && c != '-' && c != '/' {
			return false
		}
	}
	return true
}

// isCredential reports whether a Recorder removes every value under the key that is
// not one of a closed set.
func isCredential(key string) bool {
	e := telemetry.Event{Attrs: telemetry.Attrs{{Key: key, Value: "1.4.0"}}}
	return e.Redacted().Attrs[0].Value != "1.4.0"
}

// maxQuoted is how much of a text an error repeats.
const maxQuoted = 64

// quoted returns s as a Go string, so that no control character of it reaches a
// terminal or a log, and at most 64 bytes of it.
func quoted(s string) string {
	if head := cutAtRune(s); head != s {
		return strconv.Quote(head) + "..."
	}
	return strconv.Quote(s)
}

// cut returns at most 64 bytes of s, which is known to be fit.
func cut(s string) string {
	if head := cutAtRune(s); head != s {
		return head + "..."
	}
	return s
}

func cutAtRune(s string) string {
	if len(s) <= maxQuoted {
		return s
	}
	n := maxQuoted
	for n > maxQuoted-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func isAlnum(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
