package redact

import "strings"

// quote is a quotation mark as it opens a value: escaped levels deep, or as
// %22 in a URL.
type quote struct {
	mark    byte
	escapes int // backslashes before the mark
	size    int // bytes of the whole opening
	percent bool
	triple  bool // """, as Python and TOML have it
}

// maxEscapes bounds how deeply a quotation mark may be escaped. It also keeps
// the search for closing marks linear: each depth can fail to close only once.
const maxEscapes = 7

// quoteAt returns the quotation mark that opens at i.
func (t *scan) quoteAt(i int) (quote, bool) {
	j := i
	for j < len(t.s) && t.s[j] == '\\' && j-i < maxEscapes {
		j++
	}
	if j < len(t.s) && is(t.s[j], quoteMark) {
		if j == i && t.at(j+1) == t.s[j] && t.at(j+2) == t.s[j] {
			return quote{mark: t.s[j], size: 3, triple: true}, true
		}
		return quote{mark: t.s[j], escapes: j - i, size: j - i + 1}, true
	}
	if t.starts(i, "%22") || t.starts(i, "%27") {
		return quote{mark: t.s[i+2], size: 3, percent: true}, true
	}
	if t.starts(i, `\u0022`) || t.starts(i, `\u0027`) {
		return quote{mark: t.s[i+5], escapes: -1, size: 6, percent: true}, true
	}
	return quote{}, false
}

// quotedStart is closing within the window, for the judgement.
func (t *scan) quotedStart(from int, q quote) int {
	limit := min(len(t.s), from+window)
	if to := t.closingWithin(from, limit, q); to >= 0 {
		return to
	}
	if k := strings.IndexByte(t.s[from:limit], '\n'); k >= 0 {
		return from + k
	}
	return limit
}

// closing returns where the text after an opening q ends: at the mark that
// closes, or, if none does, at the end of the line.
func (t *scan) closing(from int, q quote) int {
	if to := t.closingWithin(from, len(t.s), q); to >= 0 {
		return to
	}
	return t.line(from)
}

// closingWithin returns the index of the mark that closes q before limit, or -1.
func (t *scan) closingWithin(from, limit int, q quote) int {
	if q.percent {
		end := "%22"
		if q.escapes < 0 {
			end = `\u0022`
		}
		end = end[:len(end)-1] + string(rune(q.mark))
		to := from
		for to < limit && !is(t.s[to], space|quoteMark) && !t.starts(to, end) {
			to++
		}
		t.work += to - from
		return to
	}
	if q.triple {
		marks := t.s[from-3 : from]
		k := strings.Index(t.s[from:limit], marks)
		if k < 0 {
			t.work += limit - from
			return -1
		}
		t.work += k + 1
		return from + k
	}
	escapes := 0
	for i := from; i < limit; i++ {
		switch c := t.s[i]; {
		case c == '\\':
			escapes++
			continue
		case c == q.mark && (escapes <= q.escapes || q.escapes == 0 && escapes%2 == 0):
			t.work += i - from
			return i - min(escapes, q.escapes)
		}
		escapes = 0
	}
	t.work += limit - from
	return -1
}

// placeholderAt returns the end of a placeholder at i that is all there is of
// a value, or 0.
func (t *scan) placeholderAt(i int) int {
	if !t.starts(i, placeholder) {
		return 0
	}
	end := i + len(placeholder)
	if end < len(t.s) && is(t.s[end], wordChar) {
		return 0
	}
	return end
}

// setting is where a value stands, which decides what ends it.
type setting uint8

const (
	inText    setting = iota
	inQuery           // the query of a URL
	inEncoded         // a query that was encoded once more, %26 and all
)

// window is how much of a value is looked at to judge it. Only what is going to
// be removed, and so is never looked at again, is followed further: that makes
// the whole scan linear.
const window = 256

// valueStart is valueEnd within the window, for the judgement whether there is a
// value at all. What is accepted ends at valueEnd.
func (t *scan) valueStart(i int, where setting) int {
	return t.valueWithin(i, min(len(t.s), i+window), where)
}

// valueEnd returns the end of a value without quotation marks at i.
func (t *scan) valueEnd(i int, where setting) int { return t.valueWithin(i, len(t.s), where) }

// valueWithin returns the end of a value without quotation marks at i, at most
// limit. Marks that may belong to a password as well as end it end it only if
// what follows them reads like the next thing.
func (t *scan) valueWithin(i, limit int, where setting) int {
	j := i
scan:
	for j < limit {
		c := t.s[j]
		switch {
		case is(c, space) || c == 0 || c == 0x1b:
			break scan
		case is(c, quoteMark):
			if j+1 >= len(t.s) || !is(t.s[j+1], wordChar) {
				break scan
			}
		case c == '&':
			if where == inQuery || t.starts(j, "&amp;") || t.keyFollows(j+1) {
				break scan
			}
		case c == ';' || c == ',':
			if t.afterComma(j + 1) {
				break scan
			}
		case is(c, closer):
			if t.closes(j + 1) {
				break scan
			}
		case c == '#':
			if where == inQuery {
				break scan
			}
		case c == '<':
			if t.at(j+1) == '/' {
				break scan
			}
		case c == '>':
			if j+1 >= len(t.s) || is(t.s[j+1], space) {
				break scan
			}
		case c == '\\':
			if n := t.at(j + 1); n == '"' || n == '\'' || n == '\\' && t.quoteSoon(j) ||
				isAny(n, "nrt") && (j+2 >= len(t.s) || t.keyFollows(j+2) || isAny(t.at(j+2), "\\-\"' ")) ||
				t.starts(j, `\u0026`) || t.starts(j, `\u003c`) || t.starts(j, `\u0022`) || t.starts(j, `\u0027`) {
				break scan
			}
		case c == '%':
			if where == inEncoded && (t.starts(j, "%26") || t.starts(j, "%20")) || t.starts(j, "%0A") || t.starts(j, "%0D") || t.starts(j, "%0a") || t.starts(j, "%0d") || t.starts(j, "%22") {
				break scan
			}
		}
		j++
	}
	t.work += j - i + 1
	for j > i && isAny(t.s[j-1], ".,:") {
		j--
	}
	return j
}

func (t *scan) quoteSoon(j int) bool {
	_, ok := t.quoteAt(j)
	return ok
}

// keyFollows tells whether a key and an equals sign or colon are at i.
func (t *scan) keyFollows(i int) bool {
	j := t.runMax(i, keyChar|space, 40)
	return j > i && (isAny(t.at(j), "=:") || t.starts(j, "%3D") || t.starts(j, "%3d"))
}

// afterComma tells whether what is at i, after a comma or semicolon, is the
// next thing and not the rest of a password.
func (t *scan) afterComma(i int) bool {
	if i >= len(t.s) || is(t.s[i], space|quoteMark|back) {
		return true
	}
	switch t.s[i] {
	case '-':
		return t.at(i+1) == '-' || is(t.at(i+1), letter)
	case '{', '[':
		return is(t.at(i+1), quoteMark) || t.at(i+1) == '{'
	}
	return is(t.s[i], letter) && is(t.at(i+1), letter|under|space) && t.keyFollows(i)
}

// closes tells whether a closing bracket before i closes something around the
// value: at most more punctuation is there before the text goes on elsewhere.
func (t *scan) closes(i int) bool {
	j, quoted, listed := i, false, false
	for j < len(t.s) && j-i < 8 && (is(t.s[j], closer|quoteMark) || isAny(t.s[j], ".,;:")) {
		quoted = quoted || is(t.s[j], quoteMark)
		listed = listed || t.s[j] == ','
		j++
	}
	t.work += j - i
	return j >= len(t.s) || is(t.s[j], space) || t.s[j] == '<' || quoted ||
		t.s[j] == '\\' && isAny(t.at(j+1), "nr\"'\\") || listed && t.afterComma(j)
}

// isPlaceholder tells whether s stands for a value that is not there: a
// variable, a template, a mask, or a word such as null.
func isPlaceholder(s string) bool {
	if s == "" {
		return true
	}
	switch lowerByte(s[0]) {
	case '$':
		return isVariable(s)
	case '%':
		return len(s) == 2 && is(s[1], letter) || len(s) > 3 && s[len(s)-1] == '%' && isName(s[1:len(s)-1])
	case '!': // a tag of YAML
		return s == "!vault" || s == "!secret" || s == "!env" || s == "!env_var" || s == "!Ref" || s == "!Sub" || s == "!GetAtt" || s == "!reference"
	case '<':
		return s[len(s)-1] == '>' && !hasDigit(s)
	case '{':
		return strings.HasPrefix(s, "{{")
	case '*', 'x', '.', '-', '_':
		return strings.Trim(s, s[:1]) == "" && len(s) > 1 || s == "*" || s == "-" || s == "..."
	case 't':
		return equalFold(s, "true")
	case 'f':
		return equalFold(s, "false")
	case 'n':
		return equalFold(s, "nil") || equalFold(s, "null") || equalFold(s, "none")
	}
	return false
}

// isVariable tells whether s, which begins with a dollar sign, is a variable of a
// shell: ${x}, $(x), $X_Y, and in lower case one that is called after a
// credential. A password may begin with a dollar sign as well.
func isVariable(s string) bool {
	body := s[1:]
	if body == "" {
		return false
	}
	if body[0] == '{' || body[0] == '(' {
		return strings.HasPrefix(body, "{{") || isName(strings.Trim(body, "{}()"))
	}
	uppers := true
	for i := 0; i < len(body); i++ {
		if !is(body[i], upper|digit|under) {
			uppers = false
		}
	}
	return uppers && (len(body) == 1 || is(body[0], upper|under)) || isName(body) && !hasDigit(body) && kindOf(body) != keyNone
}

func isName(s string) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i], letter|digit|under|dot) {
			return false
		}
	}
	return true
}

func hasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if is(s[i], digit) {
			return true
		}
	}
	return false
}

// filePath tells whether s is an absolute or relative path in plain letters, as a
// key may name a file that holds the credential.
func filePath(s string) bool {
	rest := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "~"), ".."), ".")
	if len(rest) < 2 || rest[0] != '/' && !(len(rest) > 3 && rest[1] == ':' && (rest[2] == '\\' || rest[2] == '/')) {
		return false
	}
	if rest == s && strings.Count(s, "/")+strings.Count(s, `\`) < 2 && !strings.Contains(s, ".") {
		return false
	}
	for i := 0; i < len(rest); i++ {
		if !is(rest[i], wordChar|dot|dash|slash|back|colon) {
			return false
		}
	}
	return wordShare(s)*2 >= len(s) || len(s) < opaqueMin
}
