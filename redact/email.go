package redact

import "strings"

// email removes the e-mail address whose @ is at i. The user git of a remote
// repository (git@github.com:org/repo) is nobody's address and stays.
func (t *scan) email(i int) {
	width := 1
	switch {
	case t.s[i] == '@':
	case t.starts(i, "%40"):
		width = 3
	default:
		return
	}
	from := t.localPart(i)
	if from == i || t.s[from:i] == "git" {
		return
	}
	end := t.domain(i+width, t.runMax(i+width, alnum|dot|dash|high, 254))
	if end == 0 || notMail(t.s[i+width:end]) {
		return
	}
	if t.at(end) == ':' && t.on.has(ruleLogin) { // an address as the user of a login
		for j := end + 1; j < len(t.s) && j-end < keyMax && !is(t.s[j], space); j++ {
			t.work++
			if t.s[j] == '@' {
				t.login(j)
				if t.done > j-1 && t.done > i {
					return
				}
				break
			}
		}
	}
	t.replace(from, end, placeholder)
}

// notMail tells whether a domain is a unit of systemd or the name of a file
// (getty@tty1.service, icon@3x.png).
func notMail(domain string) bool {
	switch domain[strings.LastIndexByte(domain, '.')+1:] {
	case "service", "socket", "timer", "mount", "target", "slice", "scope", "path", "device", "swap", "automount",
		"png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "ico", "pdf", "json", "yaml", "yml", "xml", "html", "css", "js", "ts", "tsx", "jsx", "txt", "log", "tar", "gz", "tgz", "whl", "lock", "toml", "conf", "ini", "proto", "go":
		return true
	}
	return false
}

// localPart returns where the part before the @ at i starts.
func (t *scan) localPart(i int) int {
	from, end := i, max(t.done, i-64)
	for from > end && is(t.s[from-1], wordChar|dot|dash|plus) {
		from--
	}
	for from < i && isAny(t.s[from], ".-") {
		from++
	}
	t.work += i - from + 1
	if from == i && i-2 > t.done && t.s[i-1] == '"' { // "john doe"@example.com
		if k := strings.LastIndexByte(t.s[max(t.done, i-66):i-1], '"'); k >= 0 {
			t.work += 64
			return max(t.done, i-66) + k
		}
	}
	return from
}

// domain returns the end of the domain in s[i:end], which may be followed by
// the end of a sentence, or 0 if it is none. The last label must be made of
// letters, for a version or a file may follow an @ as well.
func (t *scan) domain(i, end int) int {
	for end > i && isAny(t.s[end-1], ".-") {
		end--
	}
	dotAt := -1
	for k := i; k < end; k++ {
		if t.s[k] == '.' {
			if k == i || t.s[k-1] == '.' {
				return 0
			}
			dotAt = k
		}
	}
	t.work += end - i + 1
	if dotAt < 0 || end-dotAt < 3 {
		return 0
	}
	for k := dotAt + 1; k < end; k++ {
		if !is(t.s[k], letter|high) && !strings.HasPrefix(t.s[dotAt+1:], "xn--") {
			return 0
		}
	}
	if t.s[i] == 'v' && is(t.at(i+1), digit) || t.at(end) == '+' {
		return 0
	}
	return end
}
