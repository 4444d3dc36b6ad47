package redact

import "strings"

// pairAt removes the value of a credential key whose sign is at i: key=value,
// key: value, JSON, YAML, URL queries.
func (t *scan) pairAt(i int) {
	switch t.s[i] {
	case '=':
		t.pair(i, i+1, '=', inText)
	case ':':
		t.pair(i, i+1, ':', inText)
	case '%':
		if t.startsFold(i, "%3d") {
			t.pair(i, i+3, '=', inEncoded)
		} else if t.startsFold(i, "%3a") {
			t.pair(i, i+3, ':', inEncoded)
		}
	}
}

// key is a key and how it is written.
type key struct {
	start, end int
	quoted     bool
	mark       byte // the quotation mark that opened before the key, if it is not closed after it
	flag       bool // dashes precede the key
}

// keyBefore returns the key that ends at i.
func (t *scan) keyBefore(i int) (k key) {
	for n := 0; i > t.done && (t.s[i-1] == ' ' || t.s[i-1] == '\t') && n < maxGap; n++ {
		i--
	}
	for n := 0; n < 2 && i > t.done && t.s[i-1] == '*'; n++ { // **password**:
		i--
	}
	if i > t.done && t.s[i-1] == 'm' { // after a colour
		if esc := t.colourBefore(i); esc > 0 && esc >= t.done {
			i = esc
		}
	}
	if t.at(i-1) == ']' && i > t.done { // user[password]=x, m["password"]=x
		i--
	}
	switch {
	case i > t.done && is(t.s[i-1], quoteMark):
		k.quoted = true
		for i--; i > t.done && t.s[i-1] == '\\'; {
			i--
		}
	case i-3 >= t.done && t.s[i-3] == '%' && (t.starts(i-3, "%22") || t.starts(i-3, "%27") || t.starts(i-3, "%5D")):
		k.quoted = true
		i -= 3
	case i-6 >= t.done && t.s[i-6] == '\\' && t.starts(i-6, `\u0022`):
		k.quoted = true
		i -= 6
	}
	k.end = i
	k.start = t.back(i, keyChar, keyMax)
	if k.start > t.done && is(t.s[k.start-1], high) { // contraseña, пароль
		k.start = t.back(i, keyChar|high, keyMax)
		if !foreignKey(t.s[k.start:i]) {
			k.start = t.back(i, keyChar, keyMax)
		}
	}
	// The first letters may belong to an escape: \npassword, %26sig, \u0026sig.
	if k.start > 0 && k.end > k.start {
		switch {
		case t.s[k.start-1] == '\\' && isAny(t.s[k.start], "nrt"):
			k.start++
		case t.s[k.start-1] == '\\' && t.s[k.start] == 'u' && k.end-k.start > 5:
			k.start += 5
		case t.s[k.start-1] == '%' && k.end-k.start > 2:
			k.start += 2
		}
	}
	if !k.quoted && k.start > 0 && is(t.s[k.start-1], quoteMark) {
		k.mark = t.s[k.start-1]
	}
	for k.start < k.end && isAny(t.s[k.start], "-.") {
		k.start++
		k.flag = true
	}
	return k
}

// kind is kindOf the key's text; "API key" is two words in prose and one key.
func (t *scan) kind(k key) keyKind {
	text := t.s[k.start:k.end]
	kind := kindOf(text)
	if (kind == keyNone || kind == keyPass) && len(text) <= 6 && k.start > t.done && t.s[k.start-1] == ' ' && lastWord(text) {
		// API key, seed phrase, mot de passe
		var words [32]byte
		from := k.start
		for range 2 {
			before := t.back(from-1, letter, 16)
			if before == from-1 || k.end-before > len(words) {
				break
			}
			from = before
			n := 0
			for _, c := range []byte(t.s[from:k.end]) {
				if c != ' ' {
					words[n] = c
					n++
				}
			}
			if joined := kindOf(string(words[:n])); joined == keyStrong || joined == keyNumber || joined == keyPhrase {
				return joined
			}
			if from == t.done || t.s[from-1] != ' ' {
				break
			}
		}
	}
	if kind == keyNone && foreignKey(text) {
		return keyStrong
	}
	return kind
}

// lastWord tells whether s ends names of credentials that are several words.
func lastWord(s string) bool {
	return equalFold(s, "key") || equalFold(s, "phrase") || equalFold(s, "passe") || equalFold(s, "code") || equalFold(s, "number") || equalFold(s, "words")
}

// foreignKey tells whether s is a word for password or the like that is not
// written in ASCII.
func foreignKey(s string) bool {
	switch s {
	case "contraseña", "Contraseña", "contrasenya", "contraseñas", "пароль", "Пароль", "ПАРОЛЬ", "секрет", "Секрет", "токен", "Токен", "ключ_доступа", "密码", "密碼", "口令", "密钥", "パスワード", "暗証番号", "비밀번호", "암호",
		"hasło", "Hasło", "jelszó", "Jelszó", "şifre", "Şifre", "lösenord", "Lösenord", "κωδικός", "סיסמה", "mật_khẩu", "slaptažodis", "парола", "лозинка", "senha_padrão", "contraseña_bd":
		return true
	}
	return false
}

// colourBefore returns where the ANSI sequence that ends before i begins, or 0.
func (t *scan) colourBefore(i int) int {
	j := t.back(i-1, digit, 3)
	for n := 0; n < 4 && j > 0 && t.s[j-1] == ';'; n++ {
		j = t.back(j-1, digit, 3)
	}
	if j >= 2 && t.s[j-1] == '[' && t.s[j-2] == 0x1b {
		return j - 2
	}
	return 0
}

// skipColour returns the end of the ANSI sequence at i, or i.
func (t *scan) skipColour(i int) int {
	if t.at(i) != 0x1b || t.at(i+1) != '[' {
		return i
	}
	j := i + 2
	for j < len(t.s) && j-i < 16 && (is(t.s[j], digit) || t.s[j] == ';') {
		j++
	}
	if t.at(j) == 'm' {
		return j + 1
	}
	return i
}

// pair looks at the sign at i, after which a value starts at v.
func (t *scan) pair(i, v int, sign byte, where setting) {
	k := t.keyBefore(i)
	if k.start == k.end {
		return
	}
	kind := t.kind(k)
	if kind == keyNone {
		if kind = t.otherKey(k, v, sign); kind == keyNone {
			return
		}
	}
	compared := false
	if where == inText {
		switch {
		case sign == ':' && t.at(v) == ':': // a::b
			return
		case sign == ':' && t.at(v) == '=', sign == '=' && t.at(v) == '>':
			v, sign = v+1, '='
		case sign == '=' && t.at(v) == '=':
			v, compared = v+1, true
		case sign == '=' && isAny(t.at(i-1), "!<>~"):
			compared = true
		case sign == '=' && t.at(i-1) == '=' || sign == '=' && t.at(i-1) == ':':
			return
		case sign == ':' && t.starts(v, "//"):
			return
		}
	}
	from := t.skipColour(t.gap(v))
	if t.at(v) == '+' {
		from = v
	}
	if sign == '=' && t.isQuery(k) {
		from, where = v, inQuery
	}
	spaced := from > v
	if sign == '=' && spaced && i == k.end && !is(t.s[i-1], lower) && !k.quoted {
		return // TOKEN= command: a shell's empty variable
	}
	if from >= len(t.s) || t.placeholderAt(from) > 0 || t.angled(from) || t.expression(from, spaced || sign == ':') {
		return
	}
	if t.privateKeyAt(from) > 0 {
		t.privateKey(from)
		return
	}
	if q, ok := t.quoteAt(from); ok {
		if k.mark != 0 && q.mark == k.mark && q.escapes == 0 && !q.percent {
			return // the end of "password: "
		}
		if t.privateKeyAt(from+q.size) > 0 {
			t.privateKey(from + q.size)
			return
		}
		t.quotedValue(k, kind, sign, from+q.size, q)
		return
	}
	if compared {
		return
	}
	if kind == keyPhrase {
		if to := t.headerWithin(k, from, len(t.s)); to > from && t.placeholderAt(from) == 0 {
			t.replace(from, to, placeholder)
		}
		return
	}
	switch t.s[from] {
	case '(':
		if _, ok := t.quoteAt(from + 1); ok {
			return // auth=('bob', 'x')
		}
	case '[':
		if !t.starts(from, placeholder) {
			t.listValue(k, kind, from+1)
			return
		}
	case '{':
		if sign != '=' || t.starts(from, "{{") || is(t.at(from+1), quoteMark|back|space|closer) {
			return
		}
		to := t.valueEnd(from+1, inText)
		if t.at(to) == '}' {
			from++ // Pwd={x;y}, the quotation of ODBC
		}
		t.replace(from, to, placeholder)
		return
	case '|', '>':
		if sign == ':' && t.blockValue(k, from) {
			return
		}
	case '\n', '\r':
		return
	}
	t.bareValue(k, kind, sign, from, spaced, where)
}

// angled tells whether what is at i stands for a value: <your token>.
func (t *scan) angled(i int) bool {
	if t.at(i) != '<' {
		return false
	}
	end := t.runMax(i+1, letter|under|dash|space|dot, 40)
	return end > i+1 && t.at(end) == '>' && t.at(end+1) != '<'
}

// masked tells whether what is at i, in brackets, says that a value was left out.
func (t *scan) masked(i int) bool {
	end := t.runMax(i, letter, 12)
	return t.at(end) == ']' && statusWord(t.s[i:end])
}

// expression tells whether a call or a variable of a program is at i, and no value:
// os.Getenv("TOKEN"), process.env.TOKEN. In code it stands apart from the sign.
func (t *scan) expression(i int, apart bool) bool {
	end := t.runMax(i, letter|digit|under|dot, keyMax)
	name := t.s[i:end]
	dotAt := strings.IndexByte(name, '.')
	if !apart || dotAt <= 0 || !is(name[0], letter) {
		return false
	}
	if t.at(end) == '(' {
		return !hasDigit(name)
	}
	return !hasDigit(name) && kindOf(name) != keyNone && (end == len(t.s) || is(t.s[end], space|closer) || isAny(t.s[end], ",;"))
}

// otherKey tells what k promises although it is no name of a credential: a
// parameter of a URL that holds random text, the value after a "name", or a member
// of a JSON Web Key.
func (t *scan) otherKey(k key, v int, sign byte) keyKind {
	text := t.s[k.start:k.end]
	if len(text) > 12 || !is(text[0], letter) {
		return keyNone
	}
	if sign == '=' && t.isQuery(k) && queryKey(text) {
		if to := t.valueStart(v, inQuery); to-v >= 12 && (isMixed(t.s[v:to]) || equalFold(text, "code") && !numeric(t.s[v:to])) && (!isUUID(t.s[v:to]) || text == "key") && t.placeholderAt(v) == 0 {
			return keyStrong
		}
	}
	if k.quoted && sign == ':' && len(text) <= 2 && isAny(text[0], "dkpq") {
		from := t.gap(v)
		if q, ok := t.quoteAt(from); ok && t.runMax(from+q.size, url64, 24)-from-q.size >= 16 && isDense(t.s[from+q.size:min(len(t.s), from+q.size+24)]) {
			return keyStrong
		}
		return keyNone
	}
	if sign == '=' && typeName(text) && k.start-1 > t.done && t.s[k.start-1] == ' ' { // a typed declaration of Go
		end := k.start - 1
		if t.s[end-1] == ':' {
			end--
		}
		if kindOf(t.s[t.back(end, alnum|under, keyMax):end]) != keyNone {
			return keyStrong
		}
		return keyNone
	}
	if t.on.has(rulePhone) && phoneKey(text) {
		t.afterPhone(v)
		return keyNone
	}
	if t.on.has(ruleMAC) && macKey(text) {
		from := t.gap(v)
		if q, ok := t.quoteAt(from); ok {
			from += q.size
		}
		if end := t.runMax(from, hex, 13); end-from == 12 && hasDigit(t.s[from:end]) && !is(t.at(end), wordChar) {
			t.replace(from, end, placeholder)
		}
		return keyNone
	}
	if equalFold(text, "name") || equalFold(text, "key") {
		t.nameOfNext(v)
		return keyNone
	}
	if t.named > 0 && k.start-t.named <= 64 && (equalFold(text, "value") || equalFold(text, "default") || equalFold(text, "secret") || equalFold(text, "stringvalue")) {
		t.named = 0
		return keyStrong
	}
	if sign == ':' && (text == "provided" || text == "received" || text == "supplied" || text == "given") {
		// Incorrect API key provided: x
		before := t.back(k.start, letter|space|dash|under, 24)
		for word := range strings.FieldsSeq(t.s[before:k.start]) {
			if kindOf(word) != keyNone || equalFold(word, "key") {
				return keyStrong
			}
		}
	}
	return keyNone
}

// typeName tells whether s is how languages call the type of a text.
func typeName(s string) bool { return s == "string" || s == "str" || s == "String" }

// wordsOnly tells whether s is letters and dots.
func wordsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i], letter|dot) {
			return false
		}
	}
	return true
}

// queryKey tells whether a parameter of a URL may hold a secret: only together with
// a value that looks random does it.
func queryKey(s string) bool {
	switch s {
	case "key", "k", "t", "u", "s", "h", "c", "r", "x", "code", "ticket", "auth", "invite", "hash", "state", "nonce", "login", "otp", "magic", "link", "confirm", "verify", "id_token", "st", "access", "secure", "hmac", "tk", "tok", "apikey", "appid", "app_id", "client", "cid", "sk", "ak", "uid":
		return true
	}
	return false
}

// isQuery tells whether the key is a parameter of a URL.
func (t *scan) isQuery(k key) bool {
	return k.start > 0 && (t.s[k.start-1] == '?' || t.s[k.start-1] == '&') && (k.start < 2 || t.s[k.start-2] != '&')
}

// prose tells whether the key stands in a sentence rather than where a field
// begins: a word and a space precede it.
func (t *scan) prose(k key) bool {
	if k.quoted || k.start < 2 || t.s[k.start-1] != ' ' {
		return false
	}
	j := t.back(k.start, space, 8)
	if j == 0 || j > 0 && t.s[j-1] == '\n' {
		return false
	}
	return is(t.s[j-1], wordChar) && !t.fieldBefore(j)
}

// fieldBefore tells whether the word that ends at j is the value of a pair, as
// in {User:bob Token:abc}.
func (t *scan) fieldBefore(j int) bool {
	from := t.back(j, keyChar, keyMax)
	return from > 1 && isAny(t.s[from-1], ":=") && is(t.s[from-2], wordChar)
}

func (t *scan) quotedValue(k key, kind keyKind, sign byte, from int, q quote) {
	if t.placeholderAt(from) > 0 {
		return
	}
	if kind == keyAuth {
		t.authValue(from, t.closing(from, q))
		return
	}
	value := t.s[from:t.quotedStart(from, q)]
	if isPlaceholder(value) {
		return
	}
	switch kind {
	case keyPass:
		if sign == ':' && !k.quoted {
			return
		}
	case keyNumber:
		if !cardDigits(value) {
			return
		}
	case keyWeak:
		if sign == ':' && t.prose(k) && !secretLike(value) || authMethod(t.s[k.start:k.end], value) {
			return
		}
	}
	if filePath(value) && kind != keyCookie && !passwordKey(t.s[k.start:k.end]) {
		return
	}
	to := t.closing(from, q)
	t.replace(from, to, placeholder)
	if to += q.size; t.starts(to, " -> ") || t.starts(to, " => ") { // token = "old" -> "new"
		if next, ok := t.quoteAt(to + 4); ok {
			from = to + 4 + next.size
			t.replace(from, t.closing(from, next), placeholder)
		}
	}
}

// listValue removes what is in brackets, as Go prints a header.
func (t *scan) listValue(k key, kind keyKind, from int) {
	if kind == keyWeak && t.prose(k) || t.masked(from) || t.placeholderAt(from) > 0 && t.at(from+len(placeholder)) == ']' {
		return
	}
	if kind == keyAuth {
		if q, ok := t.quoteAt(from); ok {
			from += q.size
			t.authValue(from, t.closing(from, q))
			return
		}
		t.authValue(from, t.listEnd(from, len(t.s)))
		return
	}
	if _, ok := t.quoteAt(from); !ok {
		t.replace(from, t.listEnd(from, len(t.s)), placeholder)
		return
	}
	end := t.listEnd(from, min(len(t.s), from+window))
	for i := from; i < end; {
		q, ok := t.quoteAt(i)
		if !ok {
			break
		}
		i += q.size
		to := t.closing(i, q)
		t.replace(i, to, placeholder)
		i = to + q.size
		for i < end && (t.s[i] == ',' || t.s[i] == ' ') {
			i++
		}
	}
}

// listEnd returns the end of the list whose first element is at from: the
// bracket that closes it, the end of the line, or limit.
func (t *scan) listEnd(from, limit int) int {
	depth, i := 1, from
	for ; i < limit && t.s[i] != '\n'; i++ {
		if t.s[i] == '[' {
			depth++
		} else if t.s[i] == ']' {
			if depth--; depth == 0 {
				break
			}
		}
	}
	t.work += i - from + 1
	return i
}

// blockValue removes the indented lines of a YAML block after "key: |", and tells
// whether there is a block.
func (t *scan) blockValue(k key, bar int) bool {
	nl := bar + 1
	for nl < len(t.s) && nl-bar < 4 && isAny(t.s[nl], "+-123456789 \r") {
		nl++
	}
	if t.at(nl) != '\n' {
		return false
	}
	start := k.start
	for start > t.done && t.s[start-1] != '\n' {
		start--
	}
	t.work += k.start - start
	indent := t.indent(start)
	from, to := 0, 0
	for i := nl + 1; i < len(t.s); {
		end := t.line(i)
		n := t.indent(i)
		if i+n < end {
			if n <= indent {
				break
			}
			if from == 0 {
				from = i + n
				if t.placeholderAt(from) > 0 {
					return true
				}
			}
			to = end
		}
		i = end + 1
	}
	if from > 0 {
		t.replace(from, to, placeholder)
	}
	return true
}

func (t *scan) indent(i int) int {
	j := i
	for j < len(t.s) && (t.s[j] == ' ' || t.s[j] == '\t') {
		j++
	}
	t.work += j - i
	return j - i
}

// bareValue removes a value without quotation marks, if it is one.
func (t *scan) bareValue(k key, kind keyKind, sign byte, from int, spaced bool, where setting) {
	switch kind {
	case keyAuth:
		if to := t.headerWithin(k, from, min(len(t.s), from+window)); where == inText && !(sign == ':' && t.proseAuth(from, to)) {
			t.authValue(from, t.headerWithin(k, from, len(t.s)))
		} else if where != inText {
			t.authValue(from, t.encodedHeaderEnd(from))
		}
		return
	case keyCookie:
		if sign == ':' && t.at(t.runMax(from, keyChar, keyMax)) == '=' {
			t.replace(from, t.headerWithin(k, from, len(t.s)), placeholder)
			return
		}
		kind = keyWeak
	}
	whole := k.flag && k.mark != 0 && sign == '=' // "--password=a b"
	var to int
	if whole {
		to = t.headerWithin(k, from, min(len(t.s), from+window))
	} else {
		to = t.valueStart(from, where)
	}
	if to == from {
		return
	}
	angled := t.s[from] == '<' && t.at(to) == '>'
	if angled {
		to++
	}
	value := t.s[from:to]
	text := t.s[k.start:k.end]
	if isPlaceholder(value) || !passwordKey(text) && filePath(value) || authMethod(text, value) {
		return
	}
	if kind == keyNumber {
		if !cardDigits(value) || len(value) < 3 {
			return
		}
		if end := t.runMax(from, digit|space|dash, 24); end > to && end-from >= 12 {
			to = end
			for is(t.s[to-1], space|dash) {
				to--
			}
		}
		t.replace(from, to, placeholder)
		return
	}
	if (text == "PWD" || text == "OLDPWD") && (value[0] == '/' || value[0] == '~' || len(value) > 2 && value[1] == ':') {
		return
	}
	if sign == ':' && !t.credible(k, kind, value, to, spaced) {
		return
	}
	if kind == keyPass && (numeric(value) || statusWord(value)) {
		return
	}
	switch {
	case whole:
		to = t.headerWithin(k, from, len(t.s))
	case !angled:
		to = t.valueEnd(from, where)
	}
	t.replace(from, to, placeholder)
}

// credible tells whether value, after a colon, is a credential and not how a
// sentence or a chain of errors goes on.
func (t *scan) credible(k key, kind keyKind, value string, end int, spaced bool) bool {
	if kind == keyPass {
		return spaced && passLike(value)
	}
	if t.at(end) == ':' && wordsOnly(value) { // password: strconv.Atoi: …
		return false
	}
	if symbolic(value) || value[0] == '(' && plainText(strings.Trim(value, "()")) {
		return false
	}
	if k.quoted { // JSON and YAML, but also: field "password": must be set
		return !plainText(value) || !statusWord(value) && !(spaced && t.wordsFollow(end))
	}
	if before := t.at(k.start - 1); before == '/' || before == '\\' {
		if b := t.at(k.start - 2); kind == keyStrong && before == '/' && !spaced && (k.start < 2 || is(b, space|quoteMark)) {
			return true // /password:x of Windows
		}
		return kind == keyStrong && !spaced && !plainText(value)
	}
	prose := t.prose(k)
	chained := t.at(end) == ':' // "read token: http2: …"
	switch {
	case plainText(value):
		if statusWord(value) || chained {
			return false
		}
		if spaced {
			return !t.wordsFollow(end) && (kind == keyStrong || !prose)
		}
		return !imageTag(value)
	case numeric(value):
		return kind == keyStrong || !prose && len(value) >= 6
	case kind == keyWeak && (prose || chained):
		return secretLike(value)
	case kind == keyWeak && !spaced:
		return !imageTag(value)
	}
	return !strings.HasPrefix(value, "http://") && !strings.HasPrefix(value, "https://")
}

// wordsFollow tells whether the sentence goes on after i.
func (t *scan) wordsFollow(i int) bool {
	j := i
	for j < len(t.s) && j-i < 8 && (t.s[j] == ' ' || t.s[j] == '\t') {
		j++
	}
	return j > i && j < len(t.s) && is(t.s[j], wordChar)
}

// headerWithin returns the end of a header's value: of the line, of the quoted
// text or the brackets that the header is in, or limit.
func (t *scan) headerWithin(k key, from, limit int) int {
	i := from
	var open byte // a quotation mark after an equals sign, as in token="x"
	depth := 0
header:
	for ; i < limit; i++ {
		switch c := t.s[i]; c {
		case '\n', '\r':
			break header
		case '"', '\'', '`':
			switch {
			case c == k.mark:
				break header
			case open == c:
				open = 0
			case open == 0 && i > from && t.s[i-1] == '=':
				open = c
			case open == 0:
				break header
			}
		case '\\':
			if n := t.at(i + 1); n == 'n' || n == 'r' || k.mark != 0 && n == k.mark || open == 0 && (n == '"' || n == '\'') && (i == from || t.s[i-1] != '=') {
				break header
			}
			if n := t.at(i + 1); n == '"' || n == '\'' {
				if open == n {
					open = 0
				} else {
					open = n
				}
				i++
			}
		case '[', '{', '(':
			depth++
		case ']', '}', ')':
			if depth--; depth < 0 && t.closes(i+1) {
				break header
			}
		}
	}
	i = min(i, limit)
	t.work += i - from + 1
	for i > from && (t.s[i-1] == ' ' || t.s[i-1] == '\t') {
		i--
	}
	return i
}

// encodedHeaderEnd returns the end of a header's value that was encoded as in a
// URL.
func (t *scan) encodedHeaderEnd(from int) int {
	i := from
	for i < len(t.s) && !is(t.s[i], space|quoteMark|closer) && t.s[i] != '&' &&
		!(t.s[i] == '%' && (t.starts(i, "%26") || t.starts(i, "%22") || t.startsFold(i, "%0a") || t.startsFold(i, "%0d"))) {
		i++
	}
	t.work += i - from + 1
	return i
}

// authValue removes the credential of an Authorization header in s[from:to]. Of
// all that is there only a first word stays, if it is the name of a scheme.
func (t *scan) authValue(from, to int) {
	if v := t.scheme(from, false); v > 0 && v < to {
		from = v
	}
	if from < to && t.placeholderAt(from) == 0 && !isPlaceholder(t.s[from:min(to, from+window)]) {
		t.replace(from, to, placeholder)
	}
}

// proseAuth tells whether what follows "authorization:" is how a sentence or a
// chain of errors goes on, and no header: words alone, one of which says how
// things are.
func (t *scan) proseAuth(from, to int) bool {
	if t.scheme(from, false) > 0 && t.scheme(from, false) < to && !t.wordsAlone(from, to) {
		return false
	}
	return symbolic(t.s[from:to]) || t.wordsAlone(from, to)
}

// wordsAlone tells whether s[from:to] is made of words, and one of the first
// three says how things are with a credential.
func (t *scan) wordsAlone(from, to int) bool {
	status := false
	n := -1
	for word := range strings.FieldsSeq(t.s[from:to]) {
		n++
		word = strings.Trim(word, ".,:;()")
		if word == "" {
			continue
		}
		if !plainText(word) {
			return false
		}
		status = status || n < 3 && statusWord(word)
	}
	return status
}

// nameOfNext notes that the value of a "name" key is itself a credential's
// name: Kubernetes and others write name and value as two pairs.
func (t *scan) nameOfNext(v int) {
	i := t.gap(v)
	if q, ok := t.quoteAt(i); ok {
		i += q.size
	}
	end := t.runMax(i, keyChar|slash, keyMax)
	if end > i && kindOf(t.s[i:end]) != keyNone {
		t.named = end
	}
}

// element removes the text of an XML element whose tag ends at i:
// <password>x</password>, also with attributes or a prefix, and the one after
// <key>password</key> or <setting name="password">.
func (t *scan) element(i int) {
	if t.s[i] != '>' || i == 0 || t.s[i-1] == '/' || t.s[i-1] == '-' {
		return
	}
	open := i
	for open > t.done && i-open < window/2 && t.s[open-1] != '<' && t.s[open-1] != '>' && t.s[open-1] != '\n' {
		open--
	}
	t.work += i - open + 1
	if open == 0 || t.s[open-1] != '<' || open == i || !is(t.s[open], letter) {
		return
	}
	name := t.runMax(open, keyChar|colon, keyMax)
	tag := t.s[open:name]
	if name < i && t.s[name] != ' ' {
		return
	}
	kind := kindOf(tag[strings.IndexByte(tag, ':')+1:])
	if kind == keyNone && t.named > 0 {
		if t.named > open && t.named < i || open-t.named <= 64 && (tag == "value" || tag == "string" || tag == "data") {
			kind = keyStrong
		}
	}
	from := i + 1
	cdata := t.starts(from, "<![CDATA[")
	if cdata {
		from += len("<![CDATA[")
	}
	to := from
	for to < len(t.s) && (t.s[to] != '<' && !cdata || cdata && !t.starts(to, "]]>")) && (kind != keyNone || to-from < keyMax) {
		to++
	}
	t.work += to - from + 1
	if to == from || t.at(to) != '<' && !cdata {
		return
	}
	if kind == keyNone {
		if tag == "key" && kindOf(t.s[from:to]) != keyNone {
			t.named = to
		}
		return
	}
	if value := t.s[from:to]; t.placeholderAt(from) == 0 && !isPlaceholder(value) && strings.Trim(value, " \t\r\n") != "" {
		t.replace(from, to, placeholder)
		t.named = 0
	}
}

// authMethod tells whether value is a way to authenticate, which some tools
// take under the name of auth.
func authMethod(key, value string) bool {
	if len(key) < 4 || !equalFold(key[len(key)-4:], "auth") || len(value) > 10 {
		return false
	}
	switch lowerASCII(value) {
	case "basic", "bearer", "digest", "oauth", "oauth2", "ntlm", "kerberos", "negotiate", "ldap", "saml", "oidc", "sso", "iam", "token", "none", "password", "mtls", "login", "plain", "cram-md5", "spnego":
		return true
	}
	return false
}

// passwordKey tells whether key names a password, which is never the path of
// the file that holds it.
func passwordKey(key string) bool {
	q := squash(key)
	return q.endsIn("password", false) || q.endsIn("passwd", false) || q.endsIn("pwd", false) || q.endsIn("passphrase", false)
}

// imageTag tells whether value is what follows the name of a container image.
func imageTag(value string) bool {
	switch value {
	case "latest", "stable", "edge", "main", "master", "nightly", "alpine":
		return true
	}
	return len(value) > 1 && (is(value[0], digit) || value[0] == 'v' && is(value[1], digit)) && len(value) < 16 && strings.Contains(value, ".")
}
