package redact

// flag looks at a flag that starts at i, with one dash or two, whose value is
// the next argument. Arguments may be printed as a list, with commas, brackets
// and quotation marks. The form with an equals sign is a pair.
func (t *scan) flag(i int) {
	if t.s[i] != '-' || i > 0 && t.s[i-1] == '-' {
		return
	}
	if i > t.done && !is(t.s[i-1], space|quoteMark) && !isAny(t.s[i-1], "[(,{|+=") && !t.escapeEnds(i) {
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
	pair := false
	if name-i == 1 && text[0] == 'p' && t.oldCommand(i, passwordCommands[:]...) && (len(text) > 1 || !is(t.at(end), space|quoteMark)) {
		// mysql -psecret
		if t.placeholderAt(name+1) == 0 && !isKnownFlag(text) {
			t.replace(name+1, t.valueEnd(name+1, inText), placeholder)
		}
		return
	}
	if kind == keyNone {
		switch text {
		case "u", "U", "user", "proxy-user":
			pair = true
		case "p":
			if name-i != 1 || !t.oldCommand(i, passwordCommands[:]...) {
				return
			}
		case "a":
			if !t.oldCommand(i, "redis-cli") {
				return
			}
		default:
			return
		}
	}
	from, ok := t.nextArgument(i, end)
	if !ok || t.placeholderAt(from) > 0 {
		return
	}
	q, quoted := t.quoteAt(from)
	var to int
	if quoted {
		from += q.size
		to = t.quotedStart(from, q)
	} else {
		to = t.valueStart(from, inText)
	}
	if to <= from {
		return
	}
	value := t.s[from:to]
	if to-from >= window/2 { // judged by its beginning, removed to its end
		if quoted {
			to = t.closing(from, q)
		} else {
			to = t.valueEnd(from, inText)
		}
	}
	if pair {
		if !userAndPassword(value) {
			return
		}
		t.replace(from, to, placeholder)
		return
	}
	if value == placeholder || isPlaceholder(value) || !quoted && (statusWord(value) || symbolic(value)) || equalFold(value, lowerASCII(text)) ||
		!passwordKey(text) && filePath(value) || authMethod(text, value) {
		return
	}
	if kind == keyAuth {
		t.authValue(from, to)
		return
	}
	t.replace(from, to, placeholder)
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

// passwordCommands are the commands whose -p is a password.
var passwordCommands = [...]string{"mysql", "mysqldump", "mysqladmin", "mariadb", "sshpass", "docker login", "podman login"}

// command tells whether one of names is among the 64 bytes before i.
func (t *scan) oldCommand(i int, names ...string) bool {
	from := max(0, i-64)
	t.work += i - from
	for k := from; k < i; k++ {
		if k > 0 && is(t.s[k-1], wordChar) || !is(t.s[k], letter) {
			continue
		}
		for _, name := range names {
			if t.starts(k, name) && !is(t.at(k+len(name)), wordChar) {
				return true
			}
		}
	}
	return false
}

// userAndPassword tells whether s is user:password and not uid:gid.
func userAndPassword(s string) bool {
	for i := 1; i < len(s)-1; i++ {
		if s[i] == ':' {
			return s[:i] != s[i+1:] && !(numeric(s[:i]) && numeric(s[i+1:])) && s[i+1] != '/' && s[i+1] != '\\'
		}
	}
	return false
}

// isKnownFlag tells whether a flag that begins with p is a whole word.
func isKnownFlag(text string) bool {
	return text == "port" || text == "protocol" || text == "password" || text == "print"
}
