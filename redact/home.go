package redact

import "strings"

// home removes the name in anybody's home directory at i: /home/NAME,
// /Users/NAME, C:\Users\NAME. This user's own becomes ~.
func (t *scan) home(i int) {
	if t.ownHome(i) {
		return
	}
	if t.s[i] == '~' {
		t.tildeName(i)
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
	if c := lowerByte(t.at(dir)); c != 'h' && c != 'u' && c != 'd' {
		return 0, 0
	}
	windows := t.s[i] != '/'
	parent := ""
	for _, name := range [...]string{"home", "users", "documents and settings", "homes", "home1", "home2"} {
		if t.startsFold(dir, name) && (windows || name != "home" && len(name) > 5 || t.starts(dir, name) || name == "users" && t.starts(dir, "Users")) && t.separator(dir+len(name)) > dir+len(name) {
			parent = name
			from = dir + len(name)
		}
	}
	if parent == "" {
		return t.afsName(i, dir)
	}
	if !t.rootBefore(i, parent, windows) {
		return 0, 0
	}
	sep := t.separator(from)
	windows = t.s[from] == '\\' || t.s[from] == '%'
	if parent == "home" && t.s[from] == '\\' {
		return 0, 0
	}
	from = sep
	end = t.nameEnd(from)
	if end < 0 {
		return 0, 0
	}
	// A name on Windows may hold spaces; a separator must follow to tell it
	// from the next word.
	if windows || t.at(dir-2) == ':' || t.drive(i) {
		k := t.runMax(end, wordChar|dot|dash|space, 48)
		if k > end && k < len(t.s) && t.separator(k) > k && !strings.Contains(t.s[end:k], "\n") {
			end = k
		}
	}
	for end > from && t.s[end-1] == '.' {
		end--
	}
	if parent == "home" && isDomain(t.s[from:end]) { // /home/CORP/jane
		if next := t.separator(end); next > end {
			if to := t.nameEnd(next); to > next {
				end = to
			}
		}
	}
	if commonName(lowerASCII(t.s[from:end])) {
		return 0, 0
	}
	return from, end
}

// nameEnd returns the end of a user's name at i, or -1 if it is removed already.
func (t *scan) nameEnd(i int) int {
	end := i
	for end < len(t.s) && end-i < 64 && is(t.s[end], wordChar|dot|dash|plus|at|tilde|dollar) {
		end++
	}
	t.work += end - i + 1
	if t.starts(end, placeholder) {
		return -1
	}
	return end
}

// isDomain tells whether s is the name of a domain, below which the homes of its
// users are.
func isDomain(s string) bool {
	uppers := 0
	for i := 0; i < len(s); i++ {
		switch {
		case is(s[i], upper):
			uppers++
		case is(s[i], lower) && strings.IndexByte(s, '.') > 0 && strings.Count(s, ".") > 1:
			uppers += 2
		case !is(s[i], digit|dash|dot|under):
			return false
		}
	}
	return uppers >= 2
}

// afsName returns where the name is in /afs/CELL/user/NAME, whose /user, or /usr or
// /home, is at i.
func (t *scan) afsName(i, dir int) (from, end int) {
	if !t.starts(dir, "user/") && !t.starts(dir, "usr/") {
		return 0, 0
	}
	start := t.back(i, alnum|dot|dash, 64)
	if start < 4 || !t.starts(start-5, "/afs/") && !t.starts(start-4, "afs/") {
		return 0, 0
	}
	from = dir + strings.IndexByte(t.s[dir:], '/') + 1
	if end = t.nameEnd(from); end <= from || commonName(lowerASCII(t.s[from:end])) {
		return 0, 0
	}
	return from, end
}

// drive tells whether the letter of a drive is before the separator at i: C:\Users,
// /c/Users, /mnt/c/Users.
func (t *scan) drive(i int) bool {
	if t.at(i-1) == ':' {
		return is(t.at(i-2), letter)
	}
	return is(t.at(i-1), letter) && (t.at(i-2) == '/' && t.at(i-3) != '/' || t.at(i-2) == '\\')
}

// rootBefore tells whether the separator at i, in front of the directory parent of
// homes, starts a path or follows what homes are kept below, so that the path of a
// URL (https://example.com/home/news) is not taken for one.
func (t *scan) rootBefore(i int, parent string, windows bool) bool {
	if parent == "users" && !windows && t.starts(i, "/users") && !t.drive(i) {
		return false // GET /users/42
	}
	if i == 0 || !is(t.s[i-1], alnum|under|dash|dot|high) || t.escapeEnds(i) || t.drive(i) {
		return t.at(i-1) != '/' || t.at(i-2) != ':' // a host called home
	}
	if is(t.at(i-1), letter) && t.at(i-2) == '-' && (i == 2 || !is(t.s[i-3], wordChar)) { // -I/home/x
		return true
	}
	// The path goes on to the left. It must be absolute, and no URL's.
	start := t.back(i, alnum|under|dash|dot|slash|high|plus, 96)
	if t.at(start) != '/' || t.at(start+1) == '/' || t.at(start-1) == ':' && is(t.at(start-2), letter) && is(t.at(start-3), alnum) {
		return windows || t.at(start-1) == '\\' && t.at(start-2) == '\\'
	}
	if start >= i {
		return false
	}
	first, _, _ := strings.Cut(t.s[start+1:i], "/")
	switch first {
	case "var", "export", "mnt", "data", "private", "nfs", "net", "media", "srv", "opt", "snap", "usr", "afs", "System", "Volumes", "cygdrive", "host", "proc", "rootfs", "run", "storage", "vol", "volume1", "volume2", "scratch", "work", "gpfs", "lustre", "cluster", "shared", "share", "hostfs", "hosthome", "tank", "mount", "exports", "raid", "disk", "disk1", "local", "Network", "sysroot", "chroot", "ostree", "pool", "zfs", "fs", "d", "gnu", "u":
		return true
	}
	return false
}

// tildeName removes the name in ~name/x.
func (t *scan) tildeName(i int) {
	if t.s[i] != '~' || i > t.done && !is(t.s[i-1], space|quoteMark|equal|colon) && !isAny(t.s[i-1], "([{,") {
		return
	}
	end := t.runMax(i+1, lower|digit|under|dash|dot, 33)
	if end-i < 4 || end-i > 32 || t.at(end) != '/' || !is(t.s[i+1], lower) || commonName(t.s[i+1:end]) {
		return
	}
	t.replace(i+1, end, placeholder)
}
