package redact

import (
	"encoding/base64"
	"strings"
)

// announcement is a word that tells what comes after it.
type announcement struct {
	word string // in lower case
	of   announced
}

// announced is what a word announces.
type announced uint8

const (
	aScheme    announced = iota // Bearer x
	aPassword                   // password 'x', password is x1
	aQuoted                     // IDENTIFIED BY 'x'
	aFlagValue                  // invalid argument "x" for "--token" flag
	aVariable                   // variable "db_password" { default = "x" }
	aBind                       // bind cn=x with password
	aPhone                      // mobile 0151 12345678
	aNumber                     // SSN 219-09-9999
	aAuth                       // AUTH PLAIN x, of SMTP; AUTH x, of Redis
	aPass                       // PASS x, of FTP and POP
	aSetting                    // ENV DB_PASSWORD x
	aPIN                        // pin 4821
	aCode                       // one-time code 482913
)

// announcements holds the words, sorted by their first letter.
var announcements = [...]announcement{
	{"api", aScheme},
	{"apikey", aScheme},
	{"argument", aFlagValue},
	{"auth", aAuth},
	{"basic", aScheme},
	{"bearer", aScheme},
	{"bind", aBind},
	{"bindpw", aPassword},
	{"cell", aPhone},
	{"converting", aFlagValue},
	{"code", aCode},
	{"credentials", aPassword},
	{"credential", aPassword},
	{"creds", aPassword},
	{"env", aSetting},
	{"export", aSetting},
	{"dpop", aScheme},
	{"fax", aPhone},
	{"got", aFlagValue},
	{"identified", aQuoted},
	{"key", aPassword},
	{"mobile", aPhone},
	{"masterauth", aPassword},
	{"negotiate", aScheme},
	{"ntlm", aScheme},
	{"nino", aNumber},
	{"password", aPassword},
	{"passwd", aPassword},
	{"passphrase", aPassword},
	{"pwd", aPassword},
	{"passcode", aPassword},
	{"parsing", aFlagValue},
	{"phone", aPhone},
	{"passwords", aPassword},
	{"pass", aPass},
	{"pin", aPIN},
	{"pw", aPass},
	{"otp", aPIN},
	{"requirepass", aPassword},
	{"rootpw", aPassword},
	{"secret", aPassword},
	{"session", aPassword},
	{"set", aSetting},
	{"setenv", aSetting},
	{"setx", aSetting},
	{"sharedkey", aScheme},
	{"sharedkeylite", aScheme},
	{"ssn", aNumber},
	{"tel", aPhone},
	{"telephone", aPhone},
	{"token", aScheme},
	{"variable", aVariable},
	{"value", aFlagValue},
}

// announcedBy removes what the word in s[i:end] announces.
func (t *scan) announcedBy(i, end int) {
	first := lowerByte(t.s[i])
	for n := range announcements {
		a := &announcements[n]
		if a.word[0] != first || !equalFold(t.s[i:end], a.word) {
			continue
		}
		switch a.of {
		case aScheme:
			if v := t.scheme(i, true); v > 0 {
				t.afterScheme(i, v)
			}
			if t.done <= i && a.word == "token" {
				t.afterPassword(i, end)
			}
		case aPassword:
			t.afterPassword(i, end)
		case aQuoted:
			if t.startsFold(end, " by ") {
				t.quotedNext(end + 4)
			}
		case aFlagValue:
			t.flagValue(end)
		case aVariable:
			if q, ok := t.quoteAt(end + 1); ok {
				t.nameOfNext(end + 1)
				_ = q
			}
		case aBind:
			t.afterBind(end)
		case aPhone:
			if t.on.has(rulePhone) {
				t.afterPhone(end)
			}
		case aNumber:
			t.afterNumber(end)
		case aAuth:
			t.afterAuth(i, end)
		case aPass:
			t.wordNext(end)
		case aPIN:
			t.afterPIN(end)
		case aCode:
			if t.oneTime(i) {
				t.afterPIN(end)
			}
		case aSetting:
			t.afterSetting(end)
		}
		return
	}
}

// authSchemes are schemes of the Authorization header: those that IANA lists, and
// what vendors made up. A word that is not among them goes with what follows it.
var authSchemes = [...]struct {
	name  string // in lower case
	alone bool   // recognisable without the header's name
}{
	{"bearer", true},
	{"basic", true},
	{"token", true},
	{"apikey", true},
	{"api-key", true},
	{"negotiate", true},
	{"ntlm", true},
	{"dpop", true},
	{"sharedkey", true},
	{"sharedkeylite", true},
	{"googlelogin", false},
	{"key", false},
	{"bot", false},
	{"jwt", false},
	{"digest", false},
	{"hawk", false},
	{"signature", false},
	{"oauth", false},
	{"aws", false},
	{"aws4-hmac-sha256", false},
	{"sharedaccesssignature", false},
	{"scram-sha-256", false},
	{"scram-sha-1", false},
	{"vapid", false},
	{"mutual", false},
	{"hoba", false},
	{"gnap", false},
	{"privatetoken", false},
	{"splunk", false},
	{"geniekey", false},
	{"ssws", false},
	{"api-token", false},
	{"client-id", false},
	{"klaviyo-api-key", false},
	{"custom", false},
	{"access-token", false},
	{"api_key", false},
	{"macaroon", false},
	{"eg1-hmac-sha256", false},
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

// credentialChars is the alphabet of what follows a scheme.
const credentialChars = alnum | dash | dot | under | tilde | plus | slash | equal

// afterScheme removes a credential after a scheme that no header's name
// precedes. Prose has such words too ("bearer of bad news", "basic usage"), so
// that what follows must not look like a word.
func (t *scan) afterScheme(i, v int) {
	to := t.runMax(v, credentialChars|colon, judged)
	for to > v && isAny(t.s[to-1], ".:") {
		to--
	}
	if to == v || t.startsFold(v, "realm=") {
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

// passwordWord tells whether s is a word for a password itself.
func passwordWord(s string) bool {
	switch len(s) {
	case 3:
		return equalFold(s, "pwd")
	case 6:
		return equalFold(s, "passwd") || equalFold(s, "rootpw") || equalFold(s, "bindpw")
	case 8:
		return equalFold(s, "password") || equalFold(s, "passcode")
	case 10:
		return equalFold(s, "passphrase") || equalFold(s, "masterauth")
	case 11:
		return equalFold(s, "requirepass")
	}
	return false
}

// afterPassword removes what a word for password announces without a sign in
// between: a quoted text, or a word with letters and digits; and after
// "login x" anything. Two or more blanks make it a column of a table.
func (t *scan) afterPassword(i, end int) {
	v := t.gap(end)
	if v == end || t.at(end) != ' ' && t.at(end) != '\t' {
		return
	}
	sure := passwordWord(t.s[i:end])
	if q, ok := t.quoteAt(v); ok && !sure {
		from := v + q.size
		to := t.closingWithin(from, min(len(t.s), from+window), q)
		if to > from && t.placeholderAt(from) == 0 {
			if word := t.s[from:to]; (secretLike(word) || passLike(word) || isMixed(word) && len(word) > 15) && !isUUID(word) && passable(word) {
				t.replace(from, to, placeholder)
			}
		}
		return
	}
	if sure && t.placeholderAt(v) == 0 && t.quotedNext(v) {
		return
	}
	column := (v-end > 1 || t.at(end) == '\t') && t.lineStarts(i)
	linked := false
	for _, arrow := range [...]string{"| ", "-> ", "→ "} {
		if sure && t.starts(v, arrow) && (arrow != "| " || t.lineStarts(i)) {
			column, v = true, t.gap(v+len(arrow))
		}
	}
	if sure && t.starts(v, "for ") { // password for bob is x
		if _, _, next, ok := t.argument(v + 4); ok && (t.starts(next, " is ") || t.starts(next, " was ")) {
			v = next + 1
		}
	}
	if next := t.runMax(v, lower, 4); next-v < 4 && !column {
		switch t.s[v:next] {
		case "is", "was", "to", "of", "as", "be":
			if t.at(next) == ' ' {
				linked, v = true, t.gap(next)
				if sure && t.placeholderAt(v) == 0 && t.quotedNext(v) {
					return
				}
			}
		}
	}
	if t.placeholderAt(v) > 0 {
		return
	}
	to := t.valueStart(v, inText)
	if to == v || isPlaceholder(t.s[v:to]) {
		return
	}
	word := t.s[v:to]
	slash := strings.IndexAny(word, "/:")
	switch {
	case sure && t.afterLogin(i), secretLike(word), isMixed(word) && len(word) >= 16 && !isUUID(word):
	case (sure || linked) && passLike(word):
	case column && !plainText(word) && !numeric(word) && t.lineEnds(to):
	case column && sure && t.lineEnds(to) && !statusWord(word):
	case slash > 0 && lowerByte(t.s[i]) == 'c' && isUser(word[:slash]) && passLike(word[slash+1:]): // credentials bob/x1
		v += slash + 1
	default:
		return
	}
	if word[0] == '(' || word[0] == '-' || strings.HasPrefix(word, "//") || filePath(word) || isPosition(word) && slash < 0 || t.at(to) == '=' {
		return
	}
	t.replace(v, t.valueEnd(v, inText), placeholder)
}

// passLike tells whether s may be a password where a word for it comes before:
// letters and digits or signs, and no name of an algorithm.
func passLike(s string) bool {
	if len(s) < 5 || len(s) > 64 {
		return false
	}
	var k class
	for i := 0; i < len(s); i++ {
		k |= classes[s[i]]
		if isAny(s[i], "!@#$%^&*") {
			k |= digit
		}
	}
	if k&letter == 0 || k&digit == 0 || k&(slash|back|colon|equal|quoteMark|closer|dash) != 0 {
		return false
	}
	for _, name := range [...]string{"sha", "md5", "md4", "base64", "base32", "utf", "bcrypt", "argon2", "pbkdf2", "scrypt", "ed25519", "rsa", "aes", "x509", "pkcs", "oauth2", "http", "ipv", "v1", "v2", "v3", "int", "uint", "step", "line", "0x", "ecdsa"} {
		if len(s) >= len(name) && equalFold(s[:len(name)], name) && len(s) < len(name)+6 {
			return false
		}
	}
	return true
}

// lineStarts tells whether only blanks, bars and the like are before i in its line.
func (t *scan) lineStarts(i int) bool {
	for n := 0; i > 0 && n < 16; n++ {
		switch c := t.s[i-1]; {
		case c == '\n':
			return true
		case is(c, space), isAny(c, "|+-*>#"), is(c, high):
			i--
		default:
			return false
		}
	}
	return i == 0
}

// lineEnds tells whether only blanks and bars follow at i in its line.
func (t *scan) lineEnds(i int) bool {
	for n := 0; i < len(t.s) && n < 32; n++ {
		switch c := t.s[i]; {
		case c == '\n':
			return true
		case is(c, space), c == '|', is(c, high):
			i++
		default:
			return false
		}
	}
	return i >= len(t.s)
}

// flagValue removes the value that an error of a parser of flags quotes at end, if
// the flag or field that it names is one of a credential: invalid argument "x" for
// "-p, --password" flag, invalid value "x" for flag -token.
func (t *scan) flagValue(end int) {
	if t.at(end) != ' ' {
		return
	}
	q, quoted := t.quoteAt(end + 1)
	from := end + 1 + q.size
	var to int
	if quoted {
		to = t.closingWithin(from, min(len(t.s), from+window), q)
	} else if to = t.valueStart(from, inText); !t.starts(to, " for flag -") && !t.starts(to, " for -") {
		return
	}
	if to <= from {
		return
	}
	after := to + q.size
	limit := min(len(t.s), after+window/2)
	if k := strings.IndexByte(t.s[after:limit], '\n'); k >= 0 {
		limit = after + k
	}
	t.work += limit - after
	if after > t.flagError || t.flagError == 0 {
		found := false
		for i := after; i < limit && !found; {
			word := t.runMax(i, keyChar, keyMax)
			if word == i {
				i++
				continue
			}
			name := strings.TrimLeft(t.s[i:word], "-")
			found = kindOf(name) != keyNone && (t.s[i] == '-' || t.namesField(i))
			i = word
		}
		for i := t.lineWithin(end); i < end && !found; { // parse error on field "Token": parsing "x"
			word := t.runMax(i, keyChar, keyMax)
			if word == i {
				i++
				continue
			}
			found = kindOf(strings.TrimLeft(t.s[i:word], "-")) != keyNone && (t.s[i] == '-' || t.namesField(i))
			i = word
		}
		if !found {
			return
		}
		t.flagError = limit // strconv repeats the value
	}
	if t.placeholderAt(from) == 0 && !isPlaceholder(t.s[from:to]) {
		t.replace(from, to, placeholder)
	}
}

// lineWithin returns the start of the line that end is in, or of what is not too
// far before end.
func (t *scan) lineWithin(end int) int {
	from := max(t.done, end-window/2)
	t.work += end - from
	return from + strings.LastIndexByte(t.s[from:end], '\n') + 1
}

// namesField tells whether what is before i says that a field, a flag or the like
// is named there.
func (t *scan) namesField(i int) bool {
	if i > 0 && (is(t.s[i-1], quoteMark) || t.s[i-1] == '(') {
		return true
	}
	if i == 0 {
		return false
	}
	switch word := t.back(i-1, letter, 12); t.s[word : i-1] {
	case "field", "flag", "option", "for", "argument", "parameter", "key", "setting", "variable", "env", "of", "in", "assigning", "to":
		return t.s[i-1] == ' '
	}
	return false
}

// afterAuth removes what follows AUTH: of SMTP a mechanism and Base64, of Redis a
// password, with a user or without.
func (t *scan) afterAuth(i, end int) {
	if t.s[i:end] != "AUTH" || t.at(end) != ' ' {
		return
	}
	to := t.runMax(end+1, alnum|dash, 16)
	switch t.s[end+1 : to] {
	case "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "NTLM":
		if v := t.gap(to); v > to && t.placeholderAt(v) == 0 {
			if word := t.runMax(v, base64ch, window); word-v >= 8 && !plainText(t.s[v:word]) {
				t.replace(v, t.run(v, base64ch), placeholder)
			}
		}
		return
	}
	if v := t.gap(to); v > to && plainText(t.s[end+1:to]) && t.wordNext(to) {
		return
	}
	t.wordNext(end)
}

// wordNext removes the word after end if it looks like a password.
func (t *scan) wordNext(end int) bool {
	v := t.gap(end)
	if v == end || t.placeholderAt(v) > 0 {
		return false
	}
	to := t.valueStart(v, inText)
	if word := t.s[v:to]; to == v || !passLike(word) || strings.IndexByte(word, '.') >= 0 {
		return false
	}
	t.replace(v, t.valueEnd(v, inText), placeholder)
	return true
}

// afterPIN removes four to eight digits after end.
func (t *scan) afterPIN(end int) {
	v := t.gap(end)
	to := t.runMax(v, digit, 9)
	if n := to - v; v > end && n >= 4 && n <= 8 && !is(t.at(to), wordChar|dot|slash|colon) {
		t.replace(v, to, placeholder)
	}
}

// oneTime tells whether the words before i say that a code is good for once.
func (t *scan) oneTime(i int) bool {
	words := t.s[t.back(i, letter|digit|dash|space, 24):i]
	for _, word := range [...]string{"one-time ", "one time ", "verification ", "security ", "login ", "2fa ", "mfa ", "otp ", "sms ", "backup ", "recovery ", "auth ", "confirmation ", "access ", "passcode "} {
		if from := len(words) - len(word); from >= 0 && equalFold(words[from:], word) {
			return true
		}
	}
	return false
}

// afterSetting removes the value of a credential that a line sets without a sign:
// ENV DB_PASSWORD x, setenv TOKEN x.
func (t *scan) afterSetting(end int) {
	v := t.gap(end)
	key := t.runMax(v, keyChar, keyMax)
	if v == end || key == v || t.at(key) != ' ' || kindOf(t.s[v:key]) != keyStrong && t.s[v:key] != "TOKEN" {
		return
	}
	from := t.gap(key)
	if t.placeholderAt(from) > 0 || t.quotedNext(from) {
		return
	}
	to := t.valueStart(from, inText)
	if to == from || isPlaceholder(t.s[from:to]) || statusWord(t.s[from:to]) || symbolic(t.s[from:to]) || !t.lineEnds(to) || filePath(t.s[from:to]) {
		return
	}
	t.replace(from, t.valueEnd(from, inText), placeholder)
}

// afterBind removes the password in "bind cn=x,dc=y with z".
func (t *scan) afterBind(end int) {
	if t.at(end) != ' ' {
		return
	}
	dn := end + 1
	to := dn
	for to < len(t.s) && to-dn < window/2 && !is(t.s[to], space) {
		to++
	}
	t.work += to - dn
	if strings.IndexByte(t.s[dn:to], '=') < 0 {
		return
	}
	for _, word := range [...]string{" with ", " using ", " password "} {
		if t.starts(to, word) {
			v := to + len(word)
			if end := t.valueStart(v, inText); end > v && t.placeholderAt(v) == 0 && !statusWord(t.s[v:end]) {
				t.replace(v, t.valueEnd(v, inText), placeholder)
			}
			return
		}
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
	s = strings.TrimRight(s, "=")
	if len(s) < 4 || len(s) > judged {
		return false
	}
	var buf [judged]byte
	n, err := base64.RawStdEncoding.Decode(buf[:], []byte(s))
	if err != nil {
		if n, err = base64.RawURLEncoding.Decode(buf[:], []byte(s)); err != nil && n == 0 {
			return false
		}
	}
	pair := false
	for _, c := range buf[:n] {
		if c < ' ' || c == 0x7f {
			return false
		}
		pair = pair || c == ':'
	}
	return pair
}
