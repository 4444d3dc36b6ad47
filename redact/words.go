package redact

import "strings"

// plainText tells whether s is made of letters alone, with an apostrophe or a
// hyphen in between at most, in a case that words have: lower, Title or UPPER.
func plainText(s string) bool {
	if s == "" || len(s) > 24 {
		return false
	}
	lowers, uppers := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case is(c, lower|high):
			lowers++
		case is(c, upper):
			uppers++
			if i > 0 && lowers > 0 && s[i-1] != '-' {
				return false
			}
		case (c == '\'' || c == '-') && i > 0 && i < len(s)-1:
		default:
			return false
		}
	}
	return lowers == 0 || uppers <= 2
}

// secretLike tells whether s looks generated: at least eight characters with
// letters and digits, and not one of the shapes that prose has.
func secretLike(s string) bool {
	if len(s) < 8 {
		return false
	}
	var k class
	for i := 0; i < len(s); i++ {
		k |= classes[s[i]]
	}
	return k&letter != 0 && k&digit != 0 && k&(slash|back) == 0 && wordShare(s) < len(s)*7/10 && !isUUID(s) && !isPosition(s)
}

// isPosition tells whether s names a file, with or without a line, or a host
// and a port: main2.go, main.go:12, db:5432.
func isPosition(s string) bool {
	if k := strings.IndexByte(s, ':'); k > 0 {
		return numeric(strings.ReplaceAll(s[k:], ":", "")) || k+1 == len(s)
	}
	k := strings.LastIndexByte(s, '.')
	if k <= 0 || len(s)-k > 5 || k+1 == len(s) {
		return false
	}
	for i := k + 1; i < len(s); i++ {
		if !is(s[i], lower) {
			return false
		}
	}
	return true
}

// wordShare returns how many bytes of s are in words: three or more lower-case
// letters with the capital before them, or in a part without lower-case
// letters three or more capitals.
func wordShare(s string) int {
	share, i := 0, 0
	for i < len(s) {
		switch {
		case is(s[i], lower):
			j := i
			for j < len(s) && is(s[j], lower) {
				j++
			}
			if j-i >= 3 {
				share += j - i
				if i > 0 && is(s[i-1], upper) {
					share++
				}
			}
			i = j
		case is(s[i], upper):
			j := i
			for j < len(s) && is(s[j], upper) {
				j++
			}
			if j-i >= 3 && (i == 0 || !is(s[i-1], alnum)) && (j == len(s) || !is(s[j], alnum)) {
				share += j - i
			}
			i = j
		default:
			i++
		}
	}
	return share
}

// isUUID tells whether s is a UUID in its usual form.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if !isHex(s[i]) {
			return false
		}
	}
	return true
}

// numeric tells whether s has digits and no letters.
func numeric(s string) bool {
	digits := false
	for i := 0; i < len(s); i++ {
		if is(s[i], letter|high) {
			return false
		}
		digits = digits || is(s[i], digit)
	}
	return digits
}

// symbolic tells whether s has neither letters nor digits.
func symbolic(s string) bool {
	for i := 0; i < len(s); i++ {
		if is(s[i], alnum|high) {
			return false
		}
	}
	return true
}

// statusWord tells whether s is a word that says how things are with a
// credential rather than what it is: "token: expired", "--token is required".
func statusWord(s string) bool {
	if len(s) > 16 {
		return false
	}
	var buf [16]byte
	for i := 0; i < len(s); i++ {
		buf[i] = lowerByte(s[i])
	}
	switch string(buf[:len(s)]) {
	case "a", "absent", "accepted", "active", "added", "again", "allowed", "already", "an", "and", "anonymous", "are", "argument", "array",
		"as", "at", "authentication", "bad", "bool", "boolean", "but", "by", "bytes", "can", "cancelled", "canceled", "cannot", "changed",
		"check", "closed", "configured", "context", "corrupt", "could", "count", "created", "default", "deleted", "denied", "deprecated",
		"disabled", "does", "duration", "empty", "enabled", "eof", "error", "exists", "expected", "expired", "failed", "failure", "file", "files",
		"flag", "flags", "for", "forbidden", "found", "from", "has", "hidden", "if", "ignored", "in", "incorrect", "instead", "int", "integer", "invalid", "is", "it",
		"json", "length", "loaded", "locked", "malformed", "mandatory", "masked", "omitted", "protected", "redacted", "sensitive", "filtered", "mismatch", "missing", "must", "need", "needed", "needs", "nil", "no", "none", "not",
		"null", "number", "of", "off", "ok", "okay", "on", "option", "optional", "or", "panic", "parameter", "parsed", "passed", "pending", "present", "private",
		"prompt", "provided", "public", "read", "received", "refreshed", "refused", "rejected", "removed", "required", "requires", "reset", "revoked", "rotated",
		"saved", "set", "should", "size", "skipped", "stale", "stdin", "store", "stored", "str", "string", "stringarray", "strings", "success", "supported", "the", "this",
		"timeout", "to", "too", "true", "false", "truncated", "type", "unauthorized", "unavailable", "undefined", "unexpected", "unknown", "unset",
		"unsupported", "unused", "updated", "use", "used", "valid", "value", "values", "verified", "via", "was", "were", "when", "will", "with", "without", "wrong", "yes",
		"yaml", "you", "your":
		return true
	}
	return false
}
