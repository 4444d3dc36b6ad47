package redact

// urlUser removes what stands before the host in a URL of any scheme whose colon
// is at i, be it a user and a password or a token alone.
func (t *scan) urlUser(i int) {
	if t.s[i] != ':' || i == 0 || !is(t.s[i-1], alnum) {
		return
	}
	var from int
	switch {
	case t.starts(i, "://"):
		from = i + 3
	case t.starts(i, `:\/\/`): // JSON of some encoders writes a slash so
		from = i + 5
	default:
		return
	}
	if at := t.userInfoEnd(from); at > from && t.s[from:at] != "git" {
		t.replace(from, at, placeholder)
	}
}

// userInfoMax is how long user information may be. Tokens that are used as
// passwords have up to 2 KiB.
const userInfoMax = 4096

// userInfoEnd returns the index of the @ that ends the user information of the
// authority at from, or -1. The last @ counts, for passwords are pasted into
// URLs as they are; and where a password holds a slash, an @ after it counts if
// a colon came first.
func (t *scan) userInfoEnd(from int) int {
	at, colonAt, slashAt := -1, -1, -1
	i := from
	for limit := min(len(t.s), from+userInfoMax); i < limit; i++ {
		switch c := t.s[i]; {
		case is(c, space), c == '"', c == '<', c == '>', c == '`':
			t.work += i - from
			if at < 0 && slashAt < 0 && colonAt > from && colonAt+1 < i && !t.port(colonAt+1) {
				return t.pastedEnd(i)
			}
			return at
		case c == '@':
			if slashAt < 0 || colonAt >= 0 && colonAt < slashAt && !t.port(colonAt+1) && at < 0 {
				at = i
			}
		case c == ':' && colonAt < 0:
			colonAt = i
		case c == '/' || c == '?' || c == '#' || c == '\\':
			if i-1 > from && (t.starts(i-1, "://") || t.starts(i-1, `:\/\/`)) {
				t.work += i - from
				return at // the next URL
			}
			if slashAt < 0 {
				slashAt = i
			}
			if at >= 0 {
				t.work += i - from
				return at
			}
		}
	}
	t.work += i - from
	return at
}

// pastedEnd returns the index of an @ after which a host may follow, near i, where a
// password that was pasted into a URL has a blank or a quotation mark; or -1.
func (t *scan) pastedEnd(i int) int {
	for j := i; j < len(t.s) && j-i < 48; j++ {
		t.work++
		switch c := t.s[j]; {
		case c == '@':
			if is(t.at(j+1), alnum) || t.at(j+1) == '[' {
				return j
			}
			return -1
		case c == '\n' || c == '/' || c == ':' || c == '<' || c == '>' || c == ',':
			return -1
		}
	}
	return -1
}

// port tells whether the number of a port, and then a path or the end, is at i.
func (t *scan) port(i int) bool {
	j := t.runMax(i, digit, 5)
	return j > i && (j == len(t.s) || isAny(t.s[j], "/?#\\") || is(t.s[j], space))
}
