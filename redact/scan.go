package redact

import "strings"

// placeholder stands for what was removed. It holds no byte that any scanner
// takes for a part of a credential on its own.
const placeholder = "[redacted]"

// scan is a text on its way through the scanners. Each scanner walks s from
// left to right, calls replace for what it finds and finish at its end; the
// next one sees the text that resulted.
type scan struct {
	s    string
	id   *identity
	out  []byte
	done int // s[:done] is in out already

	rules *ruleIndex
	words *wordList
	on    ruleSet
	off   map[string]bool // rows of vendors that are turned off
	eager bool            // ask every rule everywhere; tests compare both

	// What one pass remembers of the text before.
	opaqueTo       int      // the run before it was judged
	pathTo         int      // the run before it is a path
	named          int      // end of a "name: DB_PASSWORD", whose value is in the next pair; 0 if there is none
	flagError      int      // end of an error of a flag whose value was removed
	command        *command // the last command whose arguments may hold a password
	argFrom, argTo int      // where its arguments hold a password; argFrom is past the text if they do not
	from           int      // where its name ends

	// work counts the bytes that were looked at, in steps of whole runs. Tests
	// compare it with the length of the text: time must not be counted there.
	work int
}

// replace puts with in the place of s[from:to]. Calls go from left to right; a
// range that overlaps an earlier one is cut to what is left of it.
func (t *scan) replace(from, to int, with string) {
	from = max(from, t.done)
	if from >= to || t.s[from:to] == with {
		return
	}
	if t.out == nil {
		t.out = make([]byte, 0, len(t.s)+4*len(placeholder))
	}
	t.out = append(t.out, t.s[t.done:from]...)
	t.out = append(t.out, with...)
	t.done = to
}

// finish makes the text with all replacements the text, and tells whether there
// were any.
func (t *scan) finish() bool {
	if t.done == 0 {
		return false
	}
	t.out = append(t.out, t.s[t.done:]...)
	t.s = string(t.out)
	t.work += len(t.s)
	t.out, t.done = t.out[:0], 0
	return true
}

// run returns the end of the run of bytes of set that starts at i.
func (t *scan) run(i int, set class) int {
	j := i
	for j < len(t.s) && classes[t.s[j]]&set != 0 {
		j++
	}
	t.work += j - i + 1
	return j
}

// runMax is run over limit bytes at most.
func (t *scan) runMax(i int, set class, limit int) int {
	j, end := i, min(len(t.s), i+limit)
	for j < end && classes[t.s[j]]&set != 0 {
		j++
	}
	t.work += j - i + 1
	return j
}

// back returns the start of the run of bytes of set that ends at i, not before
// what was replaced already, and not more than limit bytes away.
func (t *scan) back(i int, set class, limit int) int {
	j, end := i, max(t.done, i-limit)
	for j > end && classes[t.s[j-1]]&set != 0 {
		j--
	}
	t.work += i - j + 1
	return j
}

// index returns the index of sub at or after i, or -1.
func (t *scan) index(i int, sub string) int {
	k := strings.Index(t.s[i:], sub)
	if k < 0 {
		t.work += len(t.s) - i + 1
		return -1
	}
	t.work += k + 1
	return i + k
}

// line returns the end of the line that i is in.
func (t *scan) line(i int) int {
	if k := t.index(i, "\n"); k >= 0 {
		return k
	}
	return len(t.s)
}

// at returns the byte at i, and 0 outside the text.
func (t *scan) at(i int) byte {
	if i < 0 || i >= len(t.s) {
		return 0
	}
	return t.s[i]
}

// starts tells whether the text goes on with prefix at i.
func (t *scan) starts(i int, prefix string) bool {
	return i >= 0 && i <= len(t.s) && strings.HasPrefix(t.s[i:], prefix)
}

// startsFold is starts without regard to the case of ASCII letters; prefix is
// in lower case.
func (t *scan) startsFold(i int, prefix string) bool {
	return i >= 0 && len(t.s)-i >= len(prefix) && equalFold(t.s[i:i+len(prefix)], prefix)
}

// boundary tells whether a token may start at i: what precedes is no letter or
// digit, or belongs to an escape (\n, \u0026, %3D, an ANSI sequence).
func (t *scan) boundary(i int) bool {
	if i <= t.done || !is(t.s[i-1], alnum) {
		return true
	}
	return t.escapeEnds(i)
}

// escapeEnds tells whether an escape sequence ends right before i.
func (t *scan) escapeEnds(i int) bool {
	switch {
	case i >= 2 && t.s[i-2] == '\\' && isAny(t.s[i-1], "nrtbfv0"):
		return true
	case i >= 3 && t.s[i-3] == '%' && isHex(t.s[i-1]) && isHex(t.s[i-2]):
		return true
	case i >= 4 && t.s[i-4] == '\\' && t.s[i-3] == 'x' && isHex(t.s[i-1]) && isHex(t.s[i-2]):
		return true
	case i >= 6 && t.s[i-6] == '\\' && t.s[i-5] == 'u':
		return isHex(t.s[i-1]) && isHex(t.s[i-2]) && isHex(t.s[i-3]) && isHex(t.s[i-4])
	case t.s[i-1] == 'm':
		j := t.back(i-1, digit, 3)
		for j > 0 && t.s[j-1] == ';' && i-j < 16 {
			j = t.back(j-1, digit, 3)
		}
		return j >= 2 && t.s[j-1] == '[' && t.s[j-2] == 0x1b
	}
	return false
}

// maxGap is how many blanks may stand before and after a sign, as in aligned
// tables.
const maxGap = 32

// gap skips the space between a scheme and its credential, which may be
// encoded as in a URL.
func (t *scan) gap(i int) int {
	switch {
	case t.starts(i, "%20"):
		return i + 3
	case t.at(i) == '+':
		return i + 1
	}
	j := i
	for j < len(t.s) && j-i < maxGap && (t.s[j] == ' ' || t.s[j] == '\t') {
		j++
	}
	return j
}

func isHex(c byte) bool { return is(c, digit|hexLetter) }

func isAny(c byte, chars string) bool { return strings.IndexByte(chars, c) >= 0 }

// lowerByte returns c in lower case if it is an ASCII letter.
func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lowerByte(c)
	}
	return string(b)
}

// equalFold compares s with word, which is in lower case, without regard to
// the case of ASCII letters. The Unicode folding of strings.EqualFold would let
// a text change its length class (the Kelvin sign is a k).
func equalFold(s, word string) bool {
	if len(s) != len(word) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if lowerByte(s[i]) != word[i] {
			return false
		}
	}
	return true
}
