package redact

// authSchemes are schemes of the Authorization header: those that IANA lists, and
// what vendors made up. A word that is not among them goes with what follows it.
var authSchemes = [...]struct {
	name  string // in lower case
	alone bool   // recognisable without the header's name
}{
	{"bearer", true}, {"basic", true}, {"token", true}, {"apikey", true}, {"api-key", true}, {"negotiate", true}, {"ntlm", true}, {"dpop", true},
	{"sharedkey", true}, {"sharedkeylite", true},
	{"googlelogin", false}, {"key", false}, {"bot", false}, {"jwt", false}, {"digest", false}, {"hawk", false}, {"signature", false}, {"oauth", false},
	{"aws", false}, {"aws4-hmac-sha256", false}, {"sharedaccesssignature", false}, {"scram-sha-256", false}, {"scram-sha-1", false}, {"vapid", false},
	{"mutual", false}, {"hoba", false}, {"gnap", false}, {"privatetoken", false}, {"splunk", false}, {"geniekey", false}, {"ssws", false}, {"api-token", false},
	{"client-id", false}, {"klaviyo-api-key", false}, {"custom", false}, {"access-token", false}, {"api_key", false}, {"macaroon", false}, {"eg1-hmac-sha256", false},
}

// scheme returns the end of the space after the scheme at i; 0 if there is no
// scheme at i.
func (t *scan) scheme(i int, alone bool) (valueStart int) {
	j := t.runMax(i, alnum|dash|under, 24)
	k := t.gap(j)
	if k == j {
		return 0
	}
	for n := range authSchemes {
		a := &authSchemes[n]
		if (a.alone || !alone) && equalFold(t.s[i:j], a.name) {
			return k
		}
	}
	return 0
}

// gap skips the space between a scheme and its credential, which may be
// encoded as in a URL.
func (t *scan) gap(i int) int {
	switch {
	case t.starts(i, "%20"):
		return i + 3
	case t.at(i) == '+':
		return i + 1
	}
	j := i
	for j < len(t.s) && j-i < maxGap && (t.s[j] == ' ' || t.s[j] == '\t') {
		j++
	}
	return j
}

// credentialChars is the alphabet of what follows a scheme.
const credentialChars = alnum | dash | dot | under | tilde | plus | slash | equal

// announced removes credentials that the word in s[i:end] announces: Bearer x,
// password 'x', and login x password y as .netrc has it.
func (t *scan) announced(i, end int) {
	switch second := lowerByte(t.at(i + 1)); lowerByte(t.s[i]) {
	case 'b', 't', 'a', 'n', 's', 'd', 'g':
		if !isAny(second, "eaopth") {
			return
		}
		if v := t.scheme(i, true); v > 0 {
			t.afterScheme(i, v)
		}
	case 'p':
		if passwordWord(t.s[i:end]) {
			t.afterPassword(i, end)
		}
	case 'i':
		if equalFold(t.s[i:end], "identified") && t.startsFold(end, " by ") {
			t.quotedNext(end + 4)
		}
	}
}

func passwordWord(s string) bool {
	return equalFold(s, "password") || equalFold(s, "passwd") || equalFold(s, "passphrase")
}

// afterScheme removes a credential after a scheme that no header's name
// precedes. Prose has such words too ("bearer of bad news", "basic usage"), so
// that what follows must not look like a word.
func (t *scan) afterScheme(i, v int) {
	to := t.runMax(v, credentialChars|colon, judged)
	for to > v && isAny(t.s[to-1], ".:") {
		to--
	}
	if to == v {
		return
	}
	word := t.s[v:to]
	if lowerByte(t.s[i]) == 'b' && lowerByte(t.s[i+1]) == 'a' && basicPair(word) || secretLike(word) ||
		lowerByte(t.s[i]) == 'b' && lowerByte(t.s[i+1]) == 'e' && len(word) >= 3 && !plainText(word) {
		if len(word) == judged {
			to = t.run(v, credentialChars)
		}
		t.replace(v, to, placeholder)
	}
}

// afterPassword removes what a word for password announces without a sign in
// between: a quoted text, or a word with letters and digits; and after
// "login x" anything.
func (t *scan) afterPassword(i, end int) {
	v := t.gap(end)
	if v == end || t.at(end) != ' ' && t.at(end) != '\t' {
		return
	}
	if t.placeholderAt(v) > 0 || t.quotedNext(v) {
		return
	}
	to := t.valueStart(v, inText)
	if to == v {
		return
	}
	word := t.s[v:to]
	if t.afterLogin(i) || secretLike(word) {
		t.replace(v, t.valueEnd(v, inText), placeholder)
	}
}

// quotedNext removes the text between the quotes that open at i.
func (t *scan) quotedNext(i int) bool {
	q, ok := t.quoteAt(i)
	if !ok {
		return false
	}
	from := i + q.size
	if to := t.closing(from, q); to > from {
		t.replace(from, to, placeholder)
	}
	return true
}

// afterLogin tells whether "login x" or "user x" of a .netrc line precedes i.
func (t *scan) afterLogin(i int) bool {
	j := t.back(i, space, 8)
	if j == i {
		return false
	}
	word := j
	for word > t.done && j-word < 64 && !is(t.s[word-1], space) {
		word--
	}
	k := t.back(word, space, 8)
	t.work += j - word
	return k >= 5 && k < word && equalFold(t.s[k-5:k], "login")
}

// basicPair tells whether s is what Basic is followed by: the Base64 form of a
// user, a colon and a password.
func basicPair(s string) bool {
	if len(s) < 4 {
		return false
	}
	var bits, n uint
	pair := false
	for i := 0; i < len(s); i++ {
		var v byte
		switch c := s[i]; {
		case 'A' <= c && c <= 'Z':
			v = c - 'A'
		case 'a' <= c && c <= 'z':
			v = c - 'a' + 26
		case '0' <= c && c <= '9':
			v = c - '0' + 52
		case c == '+' || c == '-':
			v = 62
		case c == '/' || c == '_':
			v = 63
		case c == '=':
			continue
		default:
			return false
		}
		bits, n = bits<<6|uint(v), n+6
		if n >= 8 {
			n -= 8
			c := byte(bits >> n) //nolint:gosec // the lower eight bits are what is wanted
			if c < ' ' || c == 0x7f {
				return false
			}
			pair = pair || c == ':'
		}
	}
	return pair
}
