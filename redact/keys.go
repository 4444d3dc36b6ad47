package redact

// keyKind says what a key promises about its value.
type keyKind uint8

const (
	keyNone   keyKind = iota
	keyWeak           // a word that prose uses too: token, secret, session
	keyStrong         // one that hardly names anything but a credential: password, api_key
	keyPass           // "pass", which counts things in the output of tests
	keyAuth           // Authorization: a scheme may precede the credential
	keyCookie         // Cookie: pairs up to the end of the line
)

// keyWord is a word that ends the name of a credential.
type keyWord struct {
	word  string // in lower case, without separators
	kind  keyKind
	whole bool // a part of the name must begin with the word
}

// keyWords holds the words by their last letter.
var keyWords = [26][]keyWord{
	'd' - 'a': {
		{"password", keyStrong, false},
		{"passwd", keyStrong, false},
		{"pwd", keyStrong, false},
		{"sessionid", keyStrong, false},
		{"sessid", keyStrong, false},
		{"connectsid", keyStrong, true},
	},
	'e' - 'a': {
		{"passphrase", keyStrong, false},
		{"passcode", keyStrong, true},
		{"setcookie", keyCookie, true},
		{"cookie", keyCookie, true},
		{"signature", keyWeak, true},
		{"sharedaccesssignature", keyStrong, true},
		{"seedphrase", keyStrong, true},
		{"mfacode", keyStrong, true},
		{"otpcode", keyStrong, true},
	},
	'g' - 'a': {{"sig", keyWeak, true}},
	'h' - 'a': {
		{"auth", keyWeak, true}, {"passwordhash", keyStrong, false}, {"passwdhash", keyStrong, false}, {"pwhash", keyStrong, true},
	},
	'l' - 'a': {{"credential", keyWeak, false}},
	'n' - 'a': {
		{"token", keyWeak, false}, {"authorization", keyAuth, true}, {"session", keyWeak, true},
	},
	0:         {{"senha", keyStrong, true}, {"contrasena", keyStrong, true}},
	'p' - 'a': {{"otp", keyWeak, true}, {"totp", keyWeak, true}},
	'r' - 'a': {{"bearer", keyWeak, true}},
	's' - 'a': {
		{"credentials", keyWeak, false},
		{"creds", keyWeak, true},
		{"pass", keyPass, true},
		{"passwords", keyStrong, false},
		{"secrets", keyWeak, false},
		{"apikeys", keyStrong, true},
		{"cookies", keyCookie, true},
	},
	't' - 'a': {
		{"secret", keyWeak, false}, {"passwort", keyStrong, false}, {"kennwort", keyStrong, false}, {"jwt", keyWeak, true}, {"pat", keyPass, true},
	},
	'w' - 'a': {{"pw", keyPass, true}},
	'c' - 'a': {{"mnemonic", keyWeak, true}},
	'y' - 'a': {
		{"apikey", keyStrong, false},
		{"accesskey", keyStrong, false},
		{"secretkey", keyStrong, false},
		{"privatekey", keyStrong, false},
		{"authkey", keyStrong, true},
		{"masterkey", keyStrong, true},
		{"accountkey", keyStrong, true},
		{"signingkey", keyStrong, true},
		{"encryptionkey", keyStrong, true},
		{"encryptkey", keyStrong, true},
		{"decryptionkey", keyStrong, true},
		{"storagekey", keyStrong, true},
		{"subscriptionkey", keyStrong, true},
		{"licensekey", keyStrong, true},
		{"sharedkey", keyStrong, true},
		{"presharedkey", keyStrong, true},
		{"sshkey", keyStrong, true},
		{"deploykey", keyStrong, true},
		{"aeskey", keyStrong, true},
		{"hmackey", keyStrong, true},
		{"rsakey", keyStrong, true},
		{"appkey", keyStrong, true},
		{"consumerkey", keyStrong, true},
		{"servicekey", keyStrong, true},
		{"sessionkey", keyStrong, true},
		{"integrationkey", keyStrong, true},
		{"writekey", keyStrong, true},
		{"ingestkey", keyStrong, true},
		{"functionskey", keyStrong, true},
	},
}

// keyTails are parts after the word that do not change what the value is.
var keyTails = [...]string{"value", "raw", "plain", "plaintext", "text", "string", "base64", "b64", "confirmation", "confirm", "encrypted", "enc", "old", "new", "header", "env"}

// keyMax is how much of a key's end is looked at.
const keyMax = 64

// squashed is a key in lower case without separators, with a mark where each
// of its parts begins: DB_PASSWORD, db-password and dbPassword are the same.
type squashed struct {
	buf    [keyMax]byte
	n      int
	starts uint64
}

func squash(key string) (q squashed) {
	if len(key) > keyMax {
		key = key[len(key)-keyMax:]
	}
	start := true
	for i := 0; i < len(key); i++ {
		c := key[i]
		if !is(c, alnum) {
			start = true
			continue
		}
		if i > 0 && !start {
			p := key[i-1]
			start = is(c, upper) && (!is(p, upper) || i+1 < len(key) && is(key[i+1], lower)) || is(c, letter) && is(p, digit)
		}
		if start {
			q.starts |= 1 << q.n
		}
		q.buf[q.n] = lowerByte(c)
		q.n, start = q.n+1, false
	}
	return q
}

func (q *squashed) endsIn(word string, whole bool) bool {
	from := q.n - len(word)
	return from >= 0 && string(q.buf[from:q.n]) == word && (!whole || q.starts>>from&1 == 1)
}

// kindOf says what key promises. The last part decides, so that token_type and
// password_length are harmless.
func kindOf(key string) keyKind {
	if len(key) < 2 {
		return keyNone
	}
	q := squash(key)
	for q.n > 0 && is(q.buf[q.n-1], digit) {
		q.n--
	}
	if k := q.kind(); k != keyNone {
		return k
	}
	for _, tail := range keyTails {
		if q.endsIn(tail, true) {
			q.n -= len(tail)
			return q.kind()
		}
	}
	return keyNone
}

func (q *squashed) kind() keyKind {
	if q.n < 2 || !is(q.buf[q.n-1], lower) {
		return keyNone
	}
	for _, w := range keyWords[q.buf[q.n-1]-'a'] {
		if !q.endsIn(w.word, w.whole) {
			continue
		}
		compound := q.n > len(w.word)
		switch w.word {
		case "token", "secret", "pass", "pat", "pw":
			if compound {
				return keyStrong
			}
		}
		return w.kind
	}
	return keyNone
}

// credentialKey tells whether key names a credential where key is known to be
// a key and no word of a sentence.
func credentialKey(key string) bool { return kindOf(key) != keyNone }
