package redact

import "strings"

// opaqueMin is the length from which a run of characters that no person would
// write is taken for a secret. Below it are too many things that are not:
// short hashes, ULIDs, KSUIDs, build numbers.
const opaqueMin = 32

// opaqueChars are the alphabets of Base64, Base64url, Base62, Base32 and
// hexadecimal.
const opaqueChars = alnum | plus | slash | dash | under

// opaqueWord removes a long run of letters and digits that looks generated, of
// which the first word is s[i:end].
func (t *scan) opaqueWord(i, end int) bool {
	if i < t.opaqueTo || !t.on.has(ruleOpaque) {
		return false
	}
	to := end
	switch {
	case i < t.pathTo:
		to = t.run(end, opaqueChars&^slash)
	case end-i >= opaqueMin || is(t.at(end), plus|slash|dash):
		to = t.run(end, opaqueChars)
		t.work += 3 * (to - i)
		if to-i >= opaqueMin && t.isPath(i, to) {
			t.pathTo = to
			to = i + strings.IndexByte(t.s[i:to], '/')
		}
	}
	t.opaqueTo = to
	if i >= t.pathTo && i > t.done && is(t.s[i-1], plus|slash) {
		i-- // of Base64
	}
	if to-i < opaqueMin || !t.looksOpaque(i, to) {
		return false
	}
	if t.at(to) == '@' && t.beforeAt(i) {
		return true
	}
	for n := 0; n < 2 && t.at(to) == '='; n++ { // padding
		to++
	}
	t.replace(i, to, placeholder)
	return true
}

// isPath tells whether the slashes in s[i:end] are those of a path and not of
// Base64: a slash is in front, or one of the pieces is a word. Pieces of a path
// are judged one by one.
func (t *scan) isPath(i, end int) bool {
	s := t.s[i:end]
	if strings.IndexByte(s, '/') < 0 {
		return false
	}
	longest, words := 0, 0
	for piece := range strings.SplitSeq(s, "/") {
		longest = max(longest, len(piece))
		if wordShare(piece)*4 >= len(piece)*3 {
			words += len(piece)
		}
	}
	return words >= 6 && words*5 >= len(s) || t.at(i-1) == '/' && (longest >= opaqueMin || wordShare(s)*4 >= len(s))
}

// looksOpaque decides by how little of s[i:end] is made of words, after the
// shapes that are known to be harmless.
func (t *scan) looksOpaque(i, end int) bool {
	s := t.s[i:end]
	t.work += 2 * len(s)
	if isUUID(s) || isPod(s) || len(s) == 55 && s[:3] == "00-" && s[35] == '-' && s[52] == '-' { // a traceparent
		return false
	}
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

// isPod tells whether s is called as Kubernetes calls pods: words, then the hash of
// a template, or a number, and five random characters.
func isPod(s string) bool {
	last := strings.LastIndexByte(s, '-')
	if len(s)-last != 6 {
		return false
	}
	name, hash := s[:last], ""
	if k := strings.LastIndexByte(name, '-'); k > 0 && len(name)-k <= 11 && len(name)-k >= 6 {
		name, hash = name[:k], name[k+1:]
	}
	for i := 0; i < len(hash); i++ {
		if !is(hash[i], lower|digit) {
			return false
		}
	}
	return wordShare(name)*10 >= len(name)*7
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
	switch lowerASCII(t.s[t.back(end, alnum|under|dash, 16):end]) {
	case "trace_id", "traceid", "trace", "trace-id", "span_id", "request_id", "requestid", "x-request-id", "correlation_id", "commit", "revision", "sha", "tree", "blob":
		return true
	case "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "digest", "checksum", "etag":
		return true
	case "h1":
		return t.s[i-1] == ':'
	}
	return false
}
