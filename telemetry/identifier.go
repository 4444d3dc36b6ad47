package telemetry

// isIdentifier reports whether s is made of what names and keys may hold: ASCII
// letters, digits, '.', '_', '-' and '/'. Names and keys are not redacted, so they
// must not be able to hold free text.
func isIdentifier(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isIdentifierByte[s[i]] {
			return false
		}
	}
	return true
}

// isVersion reports whether s is made of what versions may hold: what identifiers
// may, and '+', '~', ':', '(' and ')', for versions of Go modules, of packages, and
// for "(devel)".
func isVersion(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isIdentifierByte[c] && c != '+' && c != '~' && c != ':' && c != '(' && c != ')' {
			return false
		}
	}
	return true
}

var isIdentifierByte = func() (is [256]bool) {
	for c := range is {
		lower := c | 0x20
		is[c] = 'a' <= lower && lower <= 'z' && c < 0x80 || '0' <= c && c <= '9' || c == '.' || c == '_' || c == '-' || c == '/'
	}
	return is
}()
