package redact

import "strings"

// opaqueMin is the length from which a run of characters that no person would
// write is taken for a secret. Below it are too many things that are not:
// short hashes, ULIDs, KSUIDs, build numbers.
const opaqueMin = 32

// opaque removes long runs of letters and digits that look generated, in the
// alphabets of Base64, Base64url, Base62, Base32 and hexadecimal.
func (t *scan) opaque() {
	const set = alnum | plus | slash | dash | under
	for i := 0; i < len(t.s); {
		if !is(t.s[i], set) {
			i++
			continue
		}
		end := t.run(i, set)
		if end-i >= opaqueMin {
			t.opaqueRun(i, end)
		}
		i = end
	}
}

// opaqueRun judges the run as a whole, and the pieces between slashes, for a
// slash may be of Base64 or of a path. One in front speaks for a path: there the
// pieces come first.
func (t *scan) opaqueRun(i, end int) {
	path := t.s[i] == '/'
	if !path && t.looksOpaque(i, end) {
		t.replaceOpaque(i, end)
		return
	}
	t.work += 2 * (end - i)
	found := false
	for from := i; from < end; {
		to := from
		for to < end && t.s[to] != '/' {
			to++
		}
		if to-from >= opaqueMin && to-from < end-i && t.looksOpaque(from, to) {
			t.replaceOpaque(from, to)
			found = true
		}
		from = to + 1
	}
	if path && !found && wordShare(t.s[i:end])*4 < end-i && t.looksOpaque(i, end) {
		t.replaceOpaque(i, end)
	}
}

func (t *scan) replaceOpaque(from, to int) {
	for n := 0; n < 2 && t.at(to) == '='; n++ { // padding
		to++
	}
	t.replace(from, to, placeholder)
}

// looksOpaque decides by how little of s[i:end] is made of words, after the
// shapes that are known to be harmless.
func (t *scan) looksOpaque(i, end int) bool {
	s := t.s[i:end]
	t.work += 2 * len(s)
	var kinds class
	glue, segment, longest, stretch, longestStretch, digits, changes := 0, 0, 0, 0, 0, 0, 0
	hex := true
	for k := 0; k < len(s); k++ {
		c := classes[s[k]]
		kinds |= c
		if c&alnum == 0 {
			glue++
			segment, stretch, hex = 0, 0, false
			continue
		}
		segment++
		longest = max(longest, segment)
		if c&digit != 0 {
			digits++
		}
		if c&letter == 0 || k > 0 && classes[s[k-1]]&c&letter == 0 {
			stretch = 0
		}
		if c&letter != 0 {
			stretch++
			longestStretch = max(longestStretch, stretch)
		}
		hex = hex && c&(digit|hexLetter) != 0
		if k > 0 && (classes[s[k-1]]^c)&digit != 0 {
			changes++
		}
	}
	if kinds&letter == 0 || digits == 0 || t.digest(i, s) {
		return false
	}
	if hex {
		return len(s) != 40 || kinds&upper != 0 // a commit's hash stays
	}
	if glue == 0 && (kinds&lower == 0 || kinds&upper == 0) && changes >= 4 || longestStretch >= 24 {
		return true
	}
	if glue > 2+len(s)/16 && longest < 20 {
		return false
	}
	return wordShare(s)*20 < len(s)*11
}

// digest tells whether s, at i, is an identifier that is meant to be public: a
// UUID, a digest that is named as one, or a linker symbol.
func (t *scan) digest(i int, s string) bool {
	if isUUID(s) || strings.HasPrefix(s, "_Z") || strings.HasPrefix(s, "sha256-") || strings.HasPrefix(s, "sha384-") || strings.HasPrefix(s, "sha512-") {
		return true
	}
	end := i
	for end > 0 && i-end < 3 && isAny(t.s[end-1], ":= \"'") {
		end--
	}
	if end == i {
		return false
	}
	switch lowerASCII(t.s[t.back(end, alnum, 8):end]) {
	case "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "digest", "checksum", "etag":
		return true
	case "h1":
		return t.s[i-1] == ':'
	}
	return false
}
