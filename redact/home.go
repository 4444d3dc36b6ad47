package redact

import "strings"

// home removes the name in anybody's home directory at i: /home/NAME,
// /Users/NAME, C:\Users\NAME. This user's own becomes ~.
func (t *scan) home(i int) {
	if t.ownHome(i) {
		return
	}
	if from, end := t.homeName(i); end > from {
		t.replace(from, end, placeholder)
	}
}

// ownHome shortens this user's home directory at i to ~.
func (t *scan) ownHome(i int) bool {
	home := t.id.home
	if home == "" || !t.starts(i, home) || !t.pathStarts(i) || !t.nameEnds(i+len(home)) {
		return false
	}
	t.replace(i, i+len(home), "~")
	return true
}

// pathStarts tells whether a path may start at i, as far as what is before it
// goes: file:///home/x does, /mnt/home/x does not.
func (t *scan) pathStarts(i int) bool {
	return i == 0 || !is(t.s[i-1], wordChar|dot|dash|tilde) || t.boundary(i)
}

func (t *scan) nameEnds(i int) bool {
	return i >= len(t.s) || !is(t.s[i], wordChar|dash) && !(t.s[i] == '.' && is(t.at(i+1), wordChar))
}

// separator returns the end of the path separator at i, or i. It may be
// escaped, or encoded as in a URL.
func (t *scan) separator(i int) int {
	switch {
	case t.at(i) == '/':
		return i + 1
	case t.at(i) == '\\':
		return t.runMax(i, back, 4)
	case t.startsFold(i, "%2f"), t.startsFold(i, "%5c"):
		return i + 3
	}
	return i
}

// homeName returns where the name in a home directory is whose parent starts at
// i with a separator; equal numbers if there is none.
func (t *scan) homeName(i int) (from, end int) {
	dir := t.separator(i)
	if dir == i {
		return 0, 0
	}
	from = dir
	parent := ""
	for _, name := range [...]string{"home", "users", "documents and settings"} {
		if t.startsFold(dir, name) {
			parent = name
			from = dir + len(name)
		}
	}
	if parent == "" || !t.rootBefore(i) {
		return 0, 0
	}
	sep := t.separator(from)
	if sep == from {
		return 0, 0
	}
	windows := t.s[from] == '\\' || t.s[from] == '%'
	if parent == "home" && windows && t.s[from] == '\\' {
		return 0, 0
	}
	from = sep
	end = from
	for end < len(t.s) && end-from < 64 && (is(t.s[end], wordChar|dot|dash|plus|at|tilde|dollar) || t.starts(end, placeholder)) {
		if t.starts(end, placeholder) {
			return 0, 0
		}
		end++
	}
	t.work += end - from + 1
	// A name on Windows may hold spaces; a separator must follow to tell it
	// from the next word.
	if windows || t.at(dir-2) == ':' {
		k := t.runMax(end, wordChar|dot|dash|space, 48)
		if k > end && k < len(t.s) && t.separator(k) > k && !strings.Contains(t.s[end:k], "\n") {
			end = k
		}
	}
	for end > from && t.s[end-1] == '.' {
		end--
	}
	if commonName(lowerASCII(t.s[from:end])) {
		return 0, 0
	}
	return from, end
}

// rootBefore tells whether the separator at i starts a path or follows one of
// the places that homes are kept below, so that the path of a URL
// (https://example.com/home/news) is not taken for one.
func (t *scan) rootBefore(i int) bool {
	if i == 0 {
		return true
	}
	c := t.s[i-1]
	if !is(c, alnum|under|dash|dot|high) {
		return true
	}
	if t.escapeEnds(i) {
		return true
	}
	from := t.back(i, alnum|under|dash|dot, 24)
	switch t.s[from:i] {
	case "var", "export", "mnt", "data", "private", "nfs", "Data", "usr":
		return t.at(from-1) == '/' && !is(t.at(from-2), alnum)
	}
	if i-from == 2 && t.s[from] == '-' { // -I/home/x
		return true
	}
	// A drive's letter: C:\Users, /c/Users, /mnt/c/Users.
	return i-from == 1 && is(c, letter) && (t.at(from-1) == '/' || t.at(from-1) == '\\')
}
