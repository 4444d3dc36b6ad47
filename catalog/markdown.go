package catalog

import (
	"strings"
	"unicode/utf8"
)

// pageWidth is what fits into a terminal that nobody has made wider.
const pageWidth = 80

// held stands for a space at which a line must not be broken. No declared text
// holds it: control characters are a mistake.
const held = "\x00"

// page puts together a Markdown document. What it is given is Markdown already:
// see escape and code.
type page struct{ b strings.Builder }

func (p *page) heading(line string) { p.b.WriteString(line + "\n\n") }

func (p *page) paragraph(s string) {
	p.wrap("", "", s)
	p.b.WriteByte('\n')
}

func (p *page) item(s string) { p.wrap("- ", "  ", s) }

func (p *page) endList() { p.b.WriteByte('\n') }

// text returns the document, which ends in one line break.
func (p *page) text() string {
	return strings.TrimRight(strings.ReplaceAll(p.b.String(), held, " "), "\n") + "\n"
}

// wrap writes s in lines that begin with first, and then with next.
func (p *page) wrap(first, next, s string) {
	column := 0
	for i, word := range strings.Fields(s) {
		width := utf8.RuneCountInString(word)
		switch {
		case i == 0:
			p.b.WriteString(first)
			column = len(first)
			word = escapeStart(word)
		case column+1+width > pageWidth:
			p.b.WriteString("\n" + next)
			column = len(next)
			word = escapeStart(word)
		default:
			p.b.WriteByte(' ')
			column++
		}
		p.b.WriteString(word)
		column += utf8.RuneCountInString(word)
	}
	p.b.WriteByte('\n')
}

// escape returns s as Markdown that reads as s. An underscore inside a word, and
// an ampersand without a semicolon, mean nothing in Markdown, and are left alone
// for those who read the source.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch c {
		case '\\', '`', '*', '[', ']', '<', '>', '|', '~':
			b.WriteByte('\\')
		case '_':
			if i == 0 || i == len(s)-1 || !isAlnum(s[i-1]) || !isAlnum(s[i+1]) {
				b.WriteByte('\\')
			}
		case '&':
			if strings.Contains(s[i:], ";") {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

// escapeStart returns the first word of a line so that it does not begin a
// heading, a list or a rule.
func escapeStart(word string) string {
	switch word[0] {
	case '#', '+', '-', '=', ':':
		return `\` + word
	}
	i := 0
	for i < len(word) && isDigit(word[i]) {
		i++
	}
	if i > 0 && i < len(word) && (word[i] == '.' || word[i] == ')') {
		return word[:i] + `\` + word[i:]
	}
	return word
}

// code returns s as a code span, which no line break splits.
func code(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if s == "" || s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, " ", held) + fence
}
