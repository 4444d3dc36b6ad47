package redact

import "strings"

// flag looks at a flag that starts at i, with one dash or two, or with the slash of
// Windows, whose value is the next argument. Arguments may be printed as a list,
// with commas, brackets and quotation marks. The form with an equals sign is a pair.
func (t *scan) flag(i int) {
	if t.s[i] != '-' && (t.s[i] != '/' || t.command == nil) || i > 0 && t.s[i-1] == '-' {
		return
	}
	if i > t.done && !is(t.s[i-1], space|quoteMark) && !isAny(t.s[i-1], "[(,{|+=") && !t.escapeEnds(i) {
		return
	}
	if t.command != nil {
		if t.flagOfCommand(i) {
			return
		}
	}
	if t.s[i] == '/' {
		return
	}
	name := i + 1
	if t.at(name) == '-' {
		name++
	}
	end := t.runMax(name, keyChar, keyMax)
	if end == name {
		return
	}
	text := t.s[name:end]
	kind := kindOf(text)
	if kind == keyNone {
		switch text {
		case "u", "U", "user", "proxy-user":
			t.nextValue(i, end, text, keyStrong, ':')
		}
		return
	}
	t.nextValue(i, end, text, kind, 0)
}

// flagOfCommand looks at a flag that only the manual of its command explains.
func (t *scan) flagOfCommand(i int) bool {
	glued, next, sep := t.commandFlag(i)
	if glued == 0 {
		if next {
			end := i + 1
			for end < len(t.s) && is(t.s[end], alnum|dash|colon) {
				end++
			}
			return t.nextValue(i, end, t.s[i+1:end], keyStrong, sep)
		}
		return false
	}
	if t.placeholderAt(glued) > 0 || isKnownFlag(t.s[i:]) {
		return true
	}
	if t.s[glued] == '=' {
		return false
	}
	if q, ok := t.quoteAt(glued); ok { // -p'x'
		from := glued + q.size
		if to := t.quotedStart(from, q); t.placeholderAt(from) == 0 && to > from && !isPlaceholder(t.s[from:to]) {
			t.replace(from, t.closing(from, q), placeholder)
		}
		return true
	}
	to := t.valueStart(glued, inText)
	if to == glued || isPlaceholder(t.s[glued:to]) || sep != 0 && !userAndPassword(t.s[glued:to], sep) {
		return false
	}
	t.replace(glued, t.valueEnd(glued, inText), placeholder)
	return true
}

// nextValue removes the argument after the flag in s[i:end], if it is a value. With
// sep it is a user and a password.
func (t *scan) nextValue(i, end int, text string, kind keyKind, sep byte) bool {
	from, ok := t.nextArgument(i, end)
	if !ok || t.placeholderAt(from) > 0 || t.angled(from) {
		return false
	}
	if t.privateKeyAt(from) > 0 {
		return t.privateKey(from)
	}
	q, quoted := t.quoteAt(from)
	var to int
	if quoted {
		from += q.size
		if t.privateKeyAt(from) > 0 {
			return t.privateKey(from)
		}
		to = t.quotedStart(from, q)
	} else {
		to = t.valueStart(from, inText)
	}
	if to <= from || t.placeholderAt(from) > 0 {
		return false
	}
	value := t.s[from:to]
	if sep != 0 {
		if sep == ',' && !quoted { // user,password
			to = from
			for to < len(t.s) && to-from < window && !is(t.s[to], space|quoteMark) {
				to++
			}
			t.work += to - from
			value = t.s[from:to]
		}
		if !userAndPassword(value, sep) {
			return false
		}
		if sep != ',' || quoted {
			to = t.wholeValue(from, q, quoted)
		}
		t.replace(from, to, placeholder)
		return true
	}
	if isPlaceholder(value) || !quoted && (statusWord(value) || symbolic(value)) || equalFold(value, lowerASCII(text)) ||
		!passwordKey(text) && filePath(value) || authMethod(text, value) {
		return false
	}
	to = t.wholeValue(from, q, quoted)
	if kind == keyAuth {
		t.authValue(from, to)
		return true
	}
	t.replace(from, to, placeholder)
	return true
}

// wholeValue returns the end of a value that was judged by its beginning.
func (t *scan) wholeValue(from int, q quote, quoted bool) int {
	if quoted {
		return t.closing(from, q)
	}
	return t.valueEnd(from, inText)
}

// nextArgument returns where the argument after the flag in s[i:end] starts. A
// flag that another flag follows has none.
func (t *scan) nextArgument(i, end int) (int, bool) {
	j := end
	if q, ok := t.quoteAt(j); ok && i > 0 && t.s[i-1] == q.mark {
		j += q.size
	}
	k := j
	for k < len(t.s) && k-j < 8 && (t.s[k] == ' ' || t.s[k] == '\t' || t.s[k] == ',' || j > end && t.s[k] == '\n') {
		k++
	}
	if t.starts(k, "%20") || t.starts(k, `\n`) && j > end {
		k += 3
	}
	if k == j || k >= len(t.s) {
		return 0, false
	}
	// A dash starts the next flag, not a value.
	d := k
	if q, ok := t.quoteAt(d); ok {
		d += q.size
	}
	if t.at(d) == '-' && (t.at(d+1) == '-' || is(t.at(d+1), letter) && !is(t.at(d+2), alnum)) {
		return 0, false
	}
	return k, true
}

// userAndPassword tells whether s is user:password and not uid:gid.
func userAndPassword(s string, sep byte) bool {
	for i := 1; i < len(s)-1; i++ {
		if s[i] == sep {
			return s[:i] != s[i+1:] && !(numeric(s[:i]) && numeric(s[i+1:])) && s[i+1] != '/' && s[i+1] != '\\' && !strings.Contains(s, "://")
		}
	}
	return false
}

// isKnownFlag tells whether a flag that begins with p is a whole word.
func isKnownFlag(s string) bool {
	for _, name := range [...]string{"-port", "-protocol", "-password", "-print", "-passw", "-plugin", "-P="} {
		if len(s) >= len(name) && s[:len(name)] == name {
			return true
		}
	}
	return false
}
