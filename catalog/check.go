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

// survives reports whether a Recorder would leave the value as it is.
//
// Redaction also removes the names of this machine and its user, wherever they
// stand as a word of their own. A catalog must not be wrong on one machine and
// right on all others, so such words are put aside.
func survives(key, value string) bool {
	if redacted(key, value) == value {
		return true
	}
	var b strings.Builder
	for rest := value; rest != ""; {
		n := wordLen(rest)
		if word := rest[:n]; n > 0 && n <= maxLocalName && redacted(key, word) != word {
			b.WriteString(neutral)
		} else {
			n = max(n, 1)
			b.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	return redacted(key, b.String()) == b.String()
}

// neutral is a word that says nothing: redaction takes it neither for a
// credential nor for a name.
const neutral = "status"

// maxLocalName is what users and machines mostly keep below with their names. A
// token that is as short, and looks like a name, is missed here; the guard then
// refuses what redaction makes of it.
const maxLocalName = 16

func redacted(key, value string) string {
	e := telemetry.Event{Attrs: telemetry.Attrs{{Key: key, Value: value}}}
	return e.Redacted().Attrs[0].Value
}

// wordLen returns the length of the word at the beginning of s: a letter, and
// letters, digits, "-" and "_".
func wordLen(s string) int {
	isLetter := func(c byte) bool { return isAlnum(c) && !isDigit(c) || c >= utf8.RuneSelf }
	if s == "" || !isLetter(s[0]) {
		return 0
	}
	n := 1
	for n < len(s) && (isLetter(s[n]) || isDigit(s[n]) || s[n] == '-' || s[n] == '_') {
		n++
	}
	return n
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
