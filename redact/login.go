package redact

import "strings"

// login removes user:password before the @ at i of a connection string without a
// scheme, such as user:pass@tcp(db:3306)/shop.
func (t *scan) login(i int) {
	if t.s[i] != '@' || !t.hostFollows(i+1) {
		return
	}
	if from := t.loginBefore(i); from >= 0 {
		t.replace(from, i, placeholder)
	}
}

// hostFollows tells whether a network with its address, or a host with its
// port, is at i. A digest (image:tag@sha256:…) has more than a port's digits.
func (t *scan) hostFollows(i int) bool {
	for _, network := range [...]string{"tcp(", "tcp4(", "tcp6(", "unix(", "udp(", "cloudsql("} {
		if t.starts(i, network) {
			return true
		}
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

// loginBefore returns where the user:password that ends at i starts, or -1.
func (t *scan) loginBefore(i int) int {
	from, colonAt := i, -1
	for from > t.done && i-from < loginMax && !is(t.s[from-1], space|quoteMark|equal) && !isAny(t.s[from-1], "<>,;|()[]") {
		from--
		if t.s[from] == ':' {
			colonAt = from
		}
	}
	t.work += i - from + 1
	if colonAt <= from || colonAt == i-1 || !isUser(t.s[from:colonAt]) {
		return -1
	}
	password := t.s[colonAt+1 : i]
	if strings.HasPrefix(password, "//") || strings.HasPrefix(t.s[from:], "mailto:") || strings.Contains(password, placeholder) {
		return -1
	}
	return from
}

func isUser(s string) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i], wordChar|dot|dash|plus) {
			return false
		}
	}
	return s != ""
}
