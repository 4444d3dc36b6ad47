package redact

// class is a set of kinds of bytes. The scanners walk over sets of kinds.
type class uint32

const (
	lower     class = 1 << iota // a to z
	upper                       // A to Z
	digit                       // 0 to 9
	hexLetter                   // a to f, A to F
	space
	under
	dash
	dot
	colon
	equal
	at
	percent
	slash
	back
	greater
	dollar
	plus
	tilde
	quoteMark // " ' `
	closer    // ) ] }
	high      // every byte of a rune beyond ASCII
	other     // every byte that has no kind of its own

	letter   = lower | upper
	alnum    = letter | digit
	wordChar = alnum | under | high
	keyChar  = alnum | under | dash | dot
)

// classes maps a byte to its kinds.
var classes = kindsOfBytes()

func kindsOfBytes() (t [256]class) {
	for c := range t {
		switch {
		case c >= 0x80:
			t[c] = high
		case 'a' <= c && c <= 'z':
			t[c] = lower
		case 'A' <= c && c <= 'Z':
			t[c] = upper
		case '0' <= c && c <= '9':
			t[c] = digit
		default:
			t[c] = other
		}
	}
	for c := byte('a'); c <= 'f'; c++ {
		t[c] |= hexLetter
		t[c-'a'+'A'] |= hexLetter
	}
	for _, kind := range [...]struct {
		chars string
		set   class
	}{
		{"\t\n\v\f\r ", space},
		{"\"'`", quoteMark},
		{")]}", closer},
		{"_", under},
		{"-", dash},
		{".", dot},
		{":", colon},
		{"=", equal},
		{"@", at},
		{"%", percent},
		{"/", slash},
		{"\\", back},
		{">", greater},
		{"$", dollar},
		{"+", plus},
		{"~", tilde},
	} {
		for i := range len(kind.chars) {
			t[kind.chars[i]] = kind.set
		}
	}
	return t
}

func is(c byte, set class) bool { return classes[c]&set != 0 }
