package redact

import "strings"

// pairs removes the values of credential keys: key=value, key: value, JSON,
// YAML, XML, URL queries, and command lines, also as printed lists.
func (t *scan) pairs() {
	p := pairScan{scan: t}
	for i := 0; i < len(t.s); {
		switch t.s[i] {
		case '=':
			p.pair(i, i+1, '=', inText)
		case ':':
			p.pair(i, i+1, ':', inText)
		case '%':
			if t.starts(i, "%3D") || t.starts(i, "%3d") {
				p.pair(i, i+3, '=', inEncoded)
			} else if t.starts(i, "%3A") || t.starts(i, "%3a") {
				p.pair(i, i+3, ':', inEncoded)
			}
		case '>':
			p.element(i)
		case '-':
			if i == 0 || t.s[i-1] != '-' {
				p.flag(i)
			}
		}
		i = max(i+1, t.done)
	}
	t.work += len(t.s)
}

type pairScan struct {
	*scan
	named int // end of a "name: DB_PASSWORD", whose value is in the next pair; 0 if there is none
}

// key is a key and how it is written.
type key struct {
	start, end int
	quoted     bool
	mark       byte // the quotation mark that opened before the key, if it is not closed after it
	flag       bool // dashes precede the key
}

// keyBefore returns the key that ends at i.
func (p *pairScan) keyBefore(i int) (k key) {
	for n := 0; i > p.done && (p.s[i-1] == ' ' || p.s[i-1] == '\t') && n < 8; n++ {
		i--
	}
	if p.at(i-1) == ']' && i > p.done { // user[password]=x, m["password"]=x
		i--
	}
	switch {
	case i > p.done && is(p.s[i-1], quoteMark):
		k.quoted = true
		for i--; i > p.done && p.s[i-1] == '\\'; {
			i--
		}
	case i-3 >= p.done && (p.starts(i-3, "%22") || p.starts(i-3, "%27") || p.starts(i-3, "%5D")):
		k.quoted = true
		i -= 3
	case i-6 >= p.done && p.starts(i-6, `\u0022`):
		k.quoted = true
		i -= 6
	}
	k.end = i
	k.start = p.back(i, keyChar, keyMax)
	// The first letters may belong to an escape: \npassword, %26sig, \u0026sig.
	if k.start > 0 && k.end > k.start {
		switch {
		case p.s[k.start-1] == '\\' && isAny(p.s[k.start], "nrt"):
			k.start++
		case p.s[k.start-1] == '\\' && p.s[k.start] == 'u' && k.end-k.start > 5:
			k.start += 5
		case p.s[k.start-1] == '%' && k.end-k.start > 2:
			k.start += 2
		}
	}
	if !k.quoted && k.start > 0 && is(p.s[k.start-1], quoteMark) {
		k.mark = p.s[k.start-1]
	}
	for k.start < k.end && isAny(p.s[k.start], "-.") {
		k.start++
		k.flag = true
	}
	return k
}

// kind is kindOf the key's text; "API key" is two words in prose and one key.
func (p *pairScan) kind(k key) keyKind {
	text := p.s[k.start:k.end]
	kind := kindOf(text)
	if kind == keyNone && equalFold(text, "key") && k.start > p.done && p.s[k.start-1] == ' ' {
		from := p.back(k.start-1, letter, 16)
		if from < k.start-1 && kindOf(p.s[from:k.start-1]+"key") == keyStrong {
			return keyStrong
		}
	}
	return kind
}

// pair looks at the sign at i, after which a value starts at v.
func (p *pairScan) pair(i, v int, sign byte, where setting) {
	k := p.keyBefore(i)
	if k.start == k.end {
		return
	}
	text := p.s[k.start:k.end]
	kind := p.kind(k)
	if kind == keyNone {
		if equalFold(text, "name") || equalFold(text, "key") {
			p.nameOfNext(v)
			return
		}
		if sign == '=' && equalFold(text, "code") && p.isQuery(k) { // OAuth's authorization code
			if to := p.valueStart(v, inQuery); to-v >= 12 && !numeric(p.s[v:to]) && p.placeholderAt(v) == 0 {
				p.replace(v, p.valueEnd(v, inQuery), placeholder)
			}
			return
		}
		if p.named == 0 || i-p.named > 64 || !equalFold(text, "value") {
			return
		}
		kind, p.named = keyStrong, 0
	}
	compared := false
	if where == inText {
		switch {
		case sign == ':' && p.at(v) == ':': // a::b
			return
		case sign == ':' && p.at(v) == '=', sign == '=' && p.at(v) == '>':
			v, sign = v+1, '='
		case sign == '=' && p.at(v) == '=':
			v, compared = v+1, true
		case sign == '=' && isAny(p.at(i-1), "!<>~"):
			compared = true
		case sign == '=' && p.at(i-1) == '=' || sign == '=' && p.at(i-1) == ':':
			return
		case sign == ':' && p.starts(v, "//"):
			return
		}
	}
	from := p.gap(v)
	if p.at(v) == '+' {
		from = v
	}
	if sign == '=' && p.isQuery(k) {
		from, where = v, inQuery
	}
	spaced := from > v
	if sign == '=' && spaced && i == k.end && !is(p.s[i-1], lower) && !k.quoted {
		return // TOKEN= command: a shell's empty variable
	}
	if from >= len(p.s) || p.placeholderAt(from) > 0 {
		return
	}
	if q, ok := p.quoteAt(from); ok {
		if k.mark != 0 && q.mark == k.mark && q.escapes == 0 && !q.percent {
			return // the end of "password: "
		}
		p.quotedValue(k, kind, sign, from+q.size, q)
		return
	}
	if compared {
		return
	}
	switch p.s[from] {
	case '[':
		if !p.starts(from, placeholder) {
			p.listValue(k, kind, from+1)
			return
		}
	case '{':
		if sign != '=' || p.starts(from, "{{") || is(p.at(from+1), quoteMark|back|space|closer) {
			return
		}
		to := p.valueEnd(from+1, inText)
		if p.at(to) == '}' {
			from++ // Pwd={x;y}, the quotation of ODBC
		}
		p.replace(from, to, placeholder)
		return
	case '|', '>':
		if sign == ':' {
			p.blockValue(k, from)
			return
		}
	case '\n', '\r':
		return
	}
	p.bareValue(k, kind, sign, from, spaced, where)
}

// isQuery tells whether the key is a parameter of a URL.
func (p *pairScan) isQuery(k key) bool {
	return k.start > 0 && (p.s[k.start-1] == '?' || p.s[k.start-1] == '&') && (k.start < 2 || p.s[k.start-2] != '&')
}

// prose tells whether the key stands in a sentence rather than where a field
// begins: a word and a space precede it.
func (p *pairScan) prose(k key) bool {
	if k.quoted || k.start < 2 || p.s[k.start-1] != ' ' {
		return false
	}
	j := p.back(k.start, space, 8)
	if j == 0 || j > 0 && p.s[j-1] == '\n' {
		return false
	}
	return is(p.s[j-1], wordChar) && !p.fieldBefore(j)
}

// fieldBefore tells whether the word that ends at j is the value of a pair, as
// in {User:bob Token:abc}.
func (p *pairScan) fieldBefore(j int) bool {
	from := p.back(j, keyChar, keyMax)
	return from > 1 && isAny(p.s[from-1], ":=") && is(p.s[from-2], wordChar)
}

func (p *pairScan) quotedValue(k key, kind keyKind, sign byte, from int, q quote) {
	if p.placeholderAt(from) > 0 {
		return
	}
	if kind == keyAuth {
		p.authValue(from, p.closing(from, q))
		return
	}
	value := p.s[from:p.quotedStart(from, q)]
	if isPlaceholder(value) {
		return
	}
	switch kind {
	case keyPass:
		if sign == ':' && !k.quoted {
			return
		}
	case keyWeak:
		if sign == ':' && p.prose(k) && !secretLike(value) || authMethod(p.s[k.start:k.end], value) {
			return
		}
	}
	if isPath(value) && kind != keyCookie && !passwordKey(p.s[k.start:k.end]) {
		return
	}
	p.replace(from, p.closing(from, q), placeholder)
}

// listValue removes what is in brackets, as Go prints a header.
func (p *pairScan) listValue(k key, kind keyKind, from int) {
	if kind == keyWeak && p.prose(k) || p.placeholderAt(from) > 0 && p.at(from+len(placeholder)) == ']' {
		return
	}
	if kind == keyAuth {
		if q, ok := p.quoteAt(from); ok {
			from += q.size
			p.authValue(from, p.closing(from, q))
			return
		}
		p.authValue(from, p.listEnd(from, len(p.s)))
		return
	}
	if _, ok := p.quoteAt(from); !ok {
		p.replace(from, p.listEnd(from, len(p.s)), placeholder)
		return
	}
	end := p.listEnd(from, min(len(p.s), from+window))
	for i := from; i < end; {
		q, ok := p.quoteAt(i)
		if !ok {
			break
		}
		i += q.size
		to := p.closing(i, q)
		p.replace(i, to, placeholder)
		i = to + q.size
		for i < end && (p.s[i] == ',' || p.s[i] == ' ') {
			i++
		}
	}
}

// listEnd returns the end of the list whose first element is at from: the
// bracket that closes it, the end of the line, or limit.
func (p *pairScan) listEnd(from, limit int) int {
	depth, i := 1, from
	for ; i < limit && p.s[i] != '\n'; i++ {
		if p.s[i] == '[' {
			depth++
		} else if p.s[i] == ']' {
			if depth--; depth == 0 {
				break
			}
		}
	}
	p.work += i - from + 1
	return i
}

// blockValue removes the indented lines of a YAML block after "key: |".
func (p *pairScan) blockValue(k key, bar int) {
	nl := bar + 1
	for nl < len(p.s) && nl-bar < 4 && isAny(p.s[nl], "+-123456789 \r") {
		nl++
	}
	if p.at(nl) != '\n' {
		return
	}
	start := k.start
	for start > p.done && p.s[start-1] != '\n' {
		start--
	}
	p.work += k.start - start
	indent := p.indent(start)
	from, to := 0, 0
	for i := nl + 1; i < len(p.s); {
		end := p.line(i)
		n := p.indent(i)
		if i+n < end {
			if n <= indent {
				break
			}
			if from == 0 {
				from = i + n
			}
			to = end
		}
		i = end + 1
	}
	if from > 0 && p.s[from:to] != placeholder {
		p.replace(from, to, placeholder)
	}
}

func (p *pairScan) indent(i int) int {
	j := i
	for j < len(p.s) && (p.s[j] == ' ' || p.s[j] == '\t') {
		j++
	}
	p.work += j - i
	return j - i
}

// bareValue removes a value without quotation marks, if it is one.
func (p *pairScan) bareValue(k key, kind keyKind, sign byte, from int, spaced bool, where setting) {
	switch kind {
	case keyAuth:
		if to := p.headerWithin(k, from, min(len(p.s), from+window)); where == inText && !(sign == ':' && p.proseAuth(from, to)) {
			p.authValue(from, p.headerWithin(k, from, len(p.s)))
		} else if where != inText {
			p.authValue(from, p.encodedHeaderEnd(from))
		}
		return
	case keyCookie:
		if sign == ':' && p.at(p.runMax(from, keyChar, keyMax)) == '=' {
			p.replace(from, p.headerWithin(k, from, len(p.s)), placeholder)
			return
		}
		kind = keyWeak
	}
	whole := k.flag && k.mark != 0 && sign == '=' // "--password=a b"
	var to int
	if whole {
		to = p.headerWithin(k, from, min(len(p.s), from+window))
	} else {
		to = p.valueStart(from, where)
	}
	if to == from {
		return
	}
	angled := p.s[from] == '<' && p.at(to) == '>'
	if angled {
		to++
	}
	value := p.s[from:to]
	text := p.s[k.start:k.end]
	if isPlaceholder(value) || !passwordKey(text) && isPath(value) || authMethod(text, value) {
		return
	}
	if (text == "PWD" || text == "OLDPWD") && (value[0] == '/' || value[0] == '~' || len(value) > 2 && value[1] == ':') {
		return
	}
	if sign == ':' && !p.credible(k, kind, value, to, spaced) {
		return
	}
	if kind == keyPass && (numeric(value) || statusWord(value)) {
		return
	}
	switch {
	case whole:
		to = p.headerWithin(k, from, len(p.s))
	case !angled:
		to = p.valueEnd(from, where)
	}
	p.replace(from, to, placeholder)
}

// credible tells whether value, after a colon, is a credential and not how a
// sentence or a chain of errors goes on.
func (p *pairScan) credible(k key, kind keyKind, value string, end int, spaced bool) bool {
	if symbolic(value) || kind == keyPass || value[0] == '(' && plainText(strings.Trim(value, "()")) {
		return false
	}
	if k.quoted { // JSON and YAML, but also: field "password": must be set
		return !plainText(value) || !statusWord(value) && !(spaced && p.wordsFollow(end))
	}
	if before := p.at(k.start - 1); before == '/' || before == '\\' {
		return kind == keyStrong && !spaced && !plainText(value)
	}
	prose := p.prose(k)
	chained := p.at(end) == ':' // "read token: http2: …"
	switch {
	case plainText(value):
		if statusWord(value) || chained {
			return false
		}
		if spaced {
			return !p.wordsFollow(end) && (kind == keyStrong || !prose)
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
func (p *pairScan) wordsFollow(i int) bool {
	j := i
	for j < len(p.s) && j-i < 8 && (p.s[j] == ' ' || p.s[j] == '\t') {
		j++
	}
	return j > i && j < len(p.s) && is(p.s[j], wordChar)
}

// headerWithin returns the end of a header's value: of the line, of the quoted
// text or the brackets that the header is in, or limit.
func (p *pairScan) headerWithin(k key, from, limit int) int {
	i := from
	var open byte // a quotation mark after an equals sign, as in token="x"
	depth := 0
header:
	for ; i < limit; i++ {
		switch c := p.s[i]; c {
		case '\n', '\r':
			break header
		case '"', '\'', '`':
			switch {
			case c == k.mark:
				break header
			case open == c:
				open = 0
			case open == 0 && i > from && p.s[i-1] == '=':
				open = c
			case open == 0:
				break header
			}
		case '\\':
			if n := p.at(i + 1); n == 'n' || n == 'r' || k.mark != 0 && n == k.mark || open == 0 && (n == '"' || n == '\'') && (i == from || p.s[i-1] != '=') {
				break header
			}
			if n := p.at(i + 1); n == '"' || n == '\'' {
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
			if depth--; depth < 0 && p.closes(i+1) {
				break header
			}
		}
	}
	i = min(i, limit)
	p.work += i - from + 1
	for i > from && (p.s[i-1] == ' ' || p.s[i-1] == '\t') {
		i--
	}
	return i
}

// encodedHeaderEnd returns the end of a header's value that was encoded as in a
// URL.
func (p *pairScan) encodedHeaderEnd(from int) int {
	i := from
	for i < len(p.s) && !is(p.s[i], space|quoteMark|closer) && p.s[i] != '&' &&
		!(p.s[i] == '%' && (p.starts(i, "%26") || p.starts(i, "%22") || p.startsFold(i, "%0a") || p.startsFold(i, "%0d"))) {
		i++
	}
	p.work += i - from + 1
	return i
}

// authValue removes the credential of an Authorization header in s[from:to]. Of
// all that is there only a first word stays, if it is the name of a scheme.
func (p *pairScan) authValue(from, to int) {
	if v := p.scheme(from, false); v > 0 && v < to {
		from = v
	}
	if from < to && p.placeholderAt(from) == 0 && !isPlaceholder(p.s[from:min(to, from+window)]) {
		p.replace(from, to, placeholder)
	}
}

// proseAuth tells whether what follows "authorization:" is how a sentence or a
// chain of errors goes on, and no header: words alone, one of which says how
// things are.
func (p *pairScan) proseAuth(from, to int) bool {
	if p.scheme(from, false) > 0 && p.scheme(from, false) < to && !p.wordsAlone(from, to) {
		return false
	}
	return symbolic(p.s[from:to]) || p.wordsAlone(from, to)
}

// wordsAlone tells whether s[from:to] is made of words, and one of the first
// three says how things are with a credential.
func (p *pairScan) wordsAlone(from, to int) bool {
	status := false
	n := -1
	for word := range strings.FieldsSeq(p.s[from:to]) {
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
func (p *pairScan) nameOfNext(v int) {
	i := p.gap(v)
	if q, ok := p.quoteAt(i); ok {
		i += q.size
	}
	end := p.runMax(i, keyChar, keyMax)
	if end > i && kindOf(p.s[i:end]) != keyNone {
		p.named = end
	}
}

// element removes the text of an XML element: <password>x</password>.
func (p *pairScan) element(i int) {
	start := p.back(i, keyChar|colon, keyMax)
	if start == i || p.at(start-1) != '<' || kindOf(p.s[start:i]) == keyNone {
		return
	}
	to := i + 1
	for to < len(p.s) && p.s[to] != '<' {
		to++
	}
	p.work += to - i
	if value := p.s[i+1 : to]; p.at(to) == '<' && value != "" && !isPlaceholder(value) {
		p.replace(i+1, to, placeholder)
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
