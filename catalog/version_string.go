package catalog

import "github.com/optin-go/optin/telemetry"

// maxVersionBytes is enough for a version of the go command with its time and
// commit, and too little to hide much in.
const maxVersionBytes = 64

// VersionString is an [Attribute] whose value is a version number, such as that
// of the operating system or of another program.
type VersionString struct{ declaration }

// VersionString declares an attribute whose value is a version number: one to
// three numbers joined by dots, after a "v" or not, and then, if there is more, a
// "-" or "+" and letters, digits, dots and further such signs; at most 64 bytes
// altogether. The purpose says why it is collected.
func (c *Catalog) VersionString(key, purpose string) *VersionString {
	a := &VersionString{declaration{kind: KindVersion, key: key, purpose: purpose}}
	c.declare(&a.declaration)
	return a
}

// Of returns the attribute with the given version. Of does not check it:
// [Catalog.Check] refuses a text of another form. A nil VersionString returns an
// attribute without a key, which a Recorder refuses.
func (a *VersionString) Of(version string) telemetry.Attr {
	if a == nil {
		return telemetry.Attr{}
	}
	return a.of(version)
}

// isVersion reports whether s has the form of [Catalog.VersionString].
func isVersion(s string) bool {
	if len(s) > maxVersionBytes {
		return false
	}
	i := 0
	if i < len(s) && s[i] == 'v' {
		i++
	}
	for number := 1; ; number++ {
		from := i
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		if i == from {
			return false
		}
		if number == 3 || i == len(s) || s[i] != '.' {
			break
		}
		i++
	}
	if i == len(s) {
		return true
	}
	if s[i] != '-' && s[i] != '+' {
		return false
	}
	for _, c := range []byte(s[i:]) {
		if c != '-' && c != '+' && c != '.' && !isAlnum(c) {
			return false
		}
	}
	return true
}
