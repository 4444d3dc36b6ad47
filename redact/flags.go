package redact

// flag looks at a flag that starts at i, with one dash or two, whose value is
// the next argument. Arguments may be printed as a list, with commas, brackets
// and quotation marks. The form with an equals sign is a pair.
func (p *pairScan) flag(i int) {
	if i > p.done && !is(p.s[i-1], space|quoteMark) && !isAny(p.s[i-1], "[(,{|+=") && !p.escapeEnds(i) {
		return
	}
	name := i + 1
	if p.at(name) == '-' {
		name++
	}
	end := p.runMax(name, keyChar, keyMax)
	if end == name {
		return
	}
	text := p.s[name:end]
	kind := kindOf(text)
	pair := false
	if name-i == 1 && text[0] == 'p' && p.command(i, passwordCommands[:]...) && (len(text) > 1 || !is(p.at(end), space|quoteMark)) {
		// mysql -psecret
		if p.placeholderAt(name+1) == 0 && !isKnownFlag(text) {
			p.replace(name+1, p.valueEnd(name+1, inText), placeholder)
		}
		return
	}
	if kind == keyNone {
		switch text {
		case "u", "U", "user", "proxy-user":
			pair = true
		case "p":
			if name-i != 1 || !p.command(i, passwordCommands[:]...) {
				return
			}
		case "a":
			if !p.command(i, "redis-cli") {
				return
			}
		default:
			return
		}
	}
	from, ok := p.nextArgument(i, end)
	if !ok || p.placeholderAt(from) > 0 {
		return
	}
	q, quoted := p.quoteAt(from)
	var to int
	if quoted {
		from += q.size
		to = p.quotedStart(from, q)
	} else {
		to = p.valueStart(from, inText)
	}
	if to <= from {
		return
	}
	value := p.s[from:to]
	if to-from >= window/2 { // judged by its beginning, removed to its end
		if quoted {
			to = p.closing(from, q)
		} else {
			to = p.valueEnd(from, inText)
		}
	}
	if pair {
		if !userAndPassword(value) {
			return
		}
		p.replace(from, to, placeholder)
		return
	}
	if value == placeholder || isPlaceholder(value) || !quoted && (statusWord(value) || symbolic(value)) || equalFold(value, lowerASCII(text)) ||
		!passwordKey(text) && isPath(value) || authMethod(text, value) {
		return
	}
	if kind == keyAuth {
		p.authValue(from, to)
		return
	}
	p.replace(from, to, placeholder)
}

// nextArgument returns where the argument after the flag in s[i:end] starts. A
// flag that another flag follows has none.
func (p *pairScan) nextArgument(i, end int) (int, bool) {
	j := end
	if q, ok := p.quoteAt(j); ok && i > 0 && p.s[i-1] == q.mark {
		j += q.size
	}
	k := j
	for k < len(p.s) && k-j < 8 && (p.s[k] == ' ' || p.s[k] == '\t' || p.s[k] == ',' || j > end && p.s[k] == '\n') {
		k++
	}
	if p.starts(k, "%20") || p.starts(k, `\n`) && j > end {
		k += 3
	}
	if k == j || k >= len(p.s) {
		return 0, false
	}
	// A dash starts the next flag, not a value.
	d := k
	if q, ok := p.quoteAt(d); ok {
		d += q.size
	}
	if p.at(d) == '-' && (p.at(d+1) == '-' || is(p.at(d+1), letter) && !is(p.at(d+2), alnum)) {
		return 0, false
	}
	return k, true
}

// passwordCommands are the commands whose -p is a password.
var passwordCommands = [...]string{"mysql", "mysqldump", "mysqladmin", "mariadb", "sshpass", "docker login", "podman login"}

// command tells whether one of names is among the 64 bytes before i.
func (p *pairScan) command(i int, names ...string) bool {
	from := max(0, i-64)
	p.work += i - from
	for k := from; k < i; k++ {
		if k > 0 && is(p.s[k-1], wordChar) || !is(p.s[k], letter) {
			continue
		}
		for _, name := range names {
			if p.starts(k, name) && !is(p.at(k+len(name)), wordChar) {
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
