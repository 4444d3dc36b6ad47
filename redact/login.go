package redact

import "strings"

// login removes user:password before the @ at i of a connection string without a
// scheme, such as user:pass@tcp(db:3306)/shop.
func (t *scan) login(i int) {
	if t.s[i] != '@' {
		return
	}
	if !t.hostFollows(i + 1) {
		t.proxyLogin(i)
		return
	}
	if from := t.loginBefore(i); from >= 0 {
		t.replace(from, i, placeholder)
	}
}

// hostFollows tells whether a network with its address, or a host with its
// port, is at i. A digest (image:tag@sha256:…) has more than a port's digits.
func (t *scan) hostFollows(i int) bool {
	for _, network := range [...]string{"tcp(", "tcp4(", "tcp6(", "unix(", "udp(", "cloudsql(", "("} {
		if t.starts(i, network) {
			return true
		}
	}
	if t.at(i) == '[' { // [::1]:22
		end := t.runMax(i+1, hex|colon|dot, 48)
		return end > i+2 && t.at(end) == ']'
	}
	end := t.runMax(i, alnum|dot|dash, 253)
	if end == i || !is(t.s[i], letter) {
		return false
	}
	if t.at(end) == ':' {
		port := t.runMax(end+1, digit, 6)
		return port > end+1 && port <= end+6 && (port == len(t.s) || !is(t.s[port], wordChar))
	}
	return strings.IndexByte(t.s[i:end], '.') > 0 && t.domain(i, end) > 0
}

// loginMax is how long user and password of a login may be.
const loginMax = 128

// loginBefore returns where the user:password, or the password of user/password,
// that ends at i starts, or -1.
func (t *scan) loginBefore(i int) int {
	from, colonAt, slashAt, ats := i, -1, -1, 0
	for from > t.done && i-from < loginMax && !is(t.s[from-1], space|quoteMark|equal) && !isAny(t.s[from-1], "<>,;|()[]") {
		from--
		switch t.s[from] {
		case ':':
			colonAt = from
		case '/':
			slashAt = from
		case '@':
			if ats++; ats > 2 {
				return -1
			}
		}
	}
	t.work += i - from + 1
	if colonAt < 0 && slashAt > from && slashAt < i-1 && t.portFollows(i+1) && isUser(t.s[from:slashAt]) { // scott/tiger@db:1521/XE
		return slashAt + 1
	}
	if colonAt <= from || colonAt == i-1 || !isUser(strings.Replace(t.s[from:colonAt], "@", ".", 1)) {
		return -1
	}
	password := t.s[colonAt+1 : i]
	if strings.HasPrefix(password, "//") || strings.HasPrefix(t.s[from:], "mailto:") || strings.Contains(password, placeholder) {
		return -1
	}
	return from
}

// portFollows tells whether a host and a port are at i.
func (t *scan) portFollows(i int) bool {
	end := t.runMax(i, alnum|dot|dash, 253)
	return end > i && t.at(end) == ':' && is(t.at(end+1), digit)
}

// proxyLogin removes user:password before the @ at i where the name of a variable
// says that a host follows: HTTP_PROXY=bob:x@proxy.
func (t *scan) proxyLogin(i int) {
	from := t.loginBefore(i)
	if from < 1 || t.s[from-1] != '=' || !is(t.at(i+1), alnum) {
		return
	}
	switch name := lowerASCII(t.s[t.back(from-1, letter, 8) : from-1]); {
	case strings.HasSuffix(name, "proxy"), strings.HasSuffix(name, "url"), strings.HasSuffix(name, "uri"), strings.HasSuffix(name, "dsn"), strings.HasSuffix(name, "host"), strings.HasSuffix(name, "server"):
		t.replace(from, i, placeholder)
	}
}

func isUser(s string) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i], wordChar|dot|dash|plus) {
			return false
		}
	}
	return s != ""
}
