package app

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxColumns is the width of what is shown on a terminal.
const maxColumns = 76

// fit returns the items, separated by commas, in at most limit lines. The first line
// begins with title, and the last one ends with end. It replaces what does not fit by
// its number.
func fit(title string, items []string, end string, limit int) []string {
	for n := len(items); n > 0; n-- {
		text := strings.Join(items[:n], ", ")
		if more := len(items) - n; more > 0 {
			text += " and " + strconv.Itoa(more) + " more"
		}
		if lines := wrap(title, text+end); len(lines) <= limit && !slices.ContainsFunc(lines, tooWide) {
			return lines
		}
	}
	return []string{title + countOf(len(items), "thing") + end}
}

func tooWide(line string) bool { return columns(line) > maxColumns }

func list(items []string) string { return strings.Join(items, ", ") + "." }

// wrap breaks text into lines between words. The first line begins with title, the
// others with as many blanks. A word wider than a line gets a line of its own.
func wrap(title, text string) []string {
	var b strings.Builder
	b.Grow(len(title) + len(text))
	b.WriteString(title)
	indent := columns(title)
	at, empty := indent, true
	for word := range strings.FieldsSeq(text) {
		width := columns(word)
		switch {
		case empty:
			empty = false
		case at+1+width > maxColumns:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += width
	}
	return strings.Split(b.String(), "\n")
}

// columns returns the width of s in a terminal, or slightly more.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 { // scripts with wide characters begin here
			n++
		}
	}
	return n
}

// clip cuts s to limit columns, and marks the cut.
func clip(s string, limit int) string {
	if columns(s) <= limit {
		return s
	}
	const cut = "..."
	n := len(cut)
	for i, r := range s {
		if n += columns(string(r)); n > limit {
			return s[:i] + cut
		}
	}
	return s
}

// plain returns s as one line, without characters that a terminal might obey.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// capital returns s with its first letter in upper case, as a sentence begins.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// countOf returns n with a noun, in the singular for 1.
func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
