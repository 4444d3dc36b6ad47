package redact

// No token is shorter than tokenMin, and none that begins a word has other bytes
// than tokenChars in so much of its beginning. Most words of a text are ruled out
// by that alone.
const (
	tokenMin   = 13
	tokenChars = url64 | dot | dollar | slash | plus | equal | percent | tilde | colon
)

// judged is how much of a long token is looked at to tell whether it is one. It
// keeps texts in which one candidate follows another from costing more than
// their length.
const judged = 128

// vendorToken removes the token with a vendor's prefix at i.
func (t *scan) vendorToken(i int) bool {
	c := t.s[i]
	index := indexedVendors()
	if c >= 128 || index.at[c] == index.at[c+1] {
		return t.telegram(i)
	}
	if second := t.at(i + 1); second >= 128 || index.seconds[c][second>>6]>>(second&63)&1 == 0 {
		return t.telegram(i)
	}
	if is(c, wordChar) && t.runMax(i, tokenChars, tokenMin)-i < tokenMin {
		return t.telegram(i)
	}
	for n := index.at[c]; n < index.at[c+1]; n++ {
		v := &vendors[n]
		if !t.starts(i, v.prefix) || t.off[v.id] {
			continue
		}
		from := i + len(v.prefix)
		end := t.runMax(from, v.body, judged)
		if end-from < v.min || !v.proof.holds(t.s[from:end]) {
			continue
		}
		if v.min >= 24 && v.body&(dash|under) == 0 && v.body&letter != letter && is(t.at(end), alnum) {
			continue // hexadecimal by chance: a longer word goes on
		}
		end = t.run(from, v.body)
		for v.body&(dot|colon) != 0 && isAny(t.s[end-1], ".:") {
			end--
		}
		if v.prefix[0] == 'h' && v.body == alnum|slash {
			i = from // the host of a webhook is no secret
		}
		t.replace(i, end, placeholder)
		return true
	}
	return t.telegram(i)
}

func (p proof) holds(s string) bool {
	switch p {
	case dense:
		return isDense(s)
	case random:
		return isDense(s) && isMixed(s)
	}
	return true
}

// isDense tells whether s has 16 letters and digits in a row, a digit or both
// cases among them.
func isDense(s string) bool {
	n := 0
	var k class
	for i := 0; i < len(s); i++ {
		if !is(s[i], alnum) {
			n, k = 0, 0
			continue
		}
		k |= classes[s[i]] & (digit | lower | upper)
		if n++; n >= 16 && (k&digit != 0 || k == lower|upper) {
			return true
		}
	}
	return false
}

// isMixed tells whether s has letters and digits and hardly any words.
func isMixed(s string) bool {
	var k class
	for i := 0; i < len(s); i++ {
		k |= classes[s[i]]
	}
	return k&digit != 0 && k&letter != 0 && wordShare(s)*5 < len(s)*2
}

// telegram removes a bot's token: its number, a colon and 35 characters.
func (t *scan) telegram(i int) bool {
	if !is(t.s[i], digit) {
		return false
	}
	end := t.runMax(i, digit, 11)
	if end-i < 8 || t.at(end) != ':' {
		return false
	}
	to := t.runMax(end+1, url64, 48)
	if to-end > 30 && to-end < 48 && !t.off["telegram"] {
		t.replace(i, to, placeholder)
		return true
	}
	return false
}

// markedToken removes tokens that a mark in their middle, at i, gives away:
// Discord's, Terraform's and Azure's.
func (t *scan) markedToken(i int) {
	switch t.s[i] {
	case '.':
		t.dotted(i)
	case '~':
		t.azure(i)
	}
}

// dotted removes tokens of three parts that a dot at i joins: Discord's, and
// Terraform's with its mark in the middle.
func (t *scan) dotted(i int) {
	if t.starts(i, ".atlasv1.") {
		from, to := t.back(i, alnum, 20), t.runMax(i+9, url64|equal, judged)
		if i-from >= 10 && to-i > 24 && !t.off["terraform"] {
			t.replace(from, t.run(i+9, url64|equal), placeholder)
		}
		return
	}
	if t.at(i+7) != '.' {
		return
	}
	mid := t.runMax(i+1, url64, 8)
	if mid-i != 7 || t.at(mid) != '.' {
		return
	}
	from, to := t.back(i, url64, 32), t.runMax(mid+1, url64, 48)
	if i-from >= 23 && i-from <= 28 && to-mid > 26 && isDense(t.s[from:to]) && !t.off["discord"] {
		t.replace(from, to, placeholder)
	}
}

// webhook removes the secret part of a webhook's path at i.
func (t *scan) webhook(i int) {
	if t.s[i] != '/' {
		return
	}
	var from int
	switch {
	case t.starts(i, "/api/webhooks/"): // Discord
		from = i + len("/api/webhooks/")
	case t.starts(i, "/webhookb2/"): // Microsoft Teams
		from = i + len("/webhookb2/")
	case t.starts(i, "/webhook/"):
		from = i + len("/webhook/")
	case t.starts(i, "/hooks/catch/"): // Zapier
		from = i + len("/hooks/catch/")
		t.replace(from, t.run(from, url64|slash), placeholder)
		return
	case t.starts(i, "/with/key/"): // IFTTT
		from = i + len("/with/key/")
		t.replace(from, t.run(from, url64), placeholder)
		return
	case t.starts(i, "/v2/hook/"): // Feishu, Lark
		from = i + len("/v2/hook/")
	case t.starts(i, "/hooks/"): // Mattermost, Rocket.Chat
		from = i + len("/hooks/")
	case t.starts(i, "/bot"): // Telegram
		j := t.runMax(i+4, digit, 11)
		if j-i < 10 || t.at(j) != ':' {
			return
		}
		if to := t.runMax(j+1, url64, judged); to-j > 20 {
			t.replace(i+4, t.run(j+1, url64), placeholder)
		}
		return
	default:
		return
	}
	if to := t.runMax(from, url64|slash|at, judged); to-from >= 24 && isDense(t.s[from:to]) || to-from >= 36 && isUUID(t.s[from:from+36]) {
		t.replace(from, t.run(from, url64|slash|at), placeholder)
	}
}

// azure removes a client secret of Azure, which has Q~ as its fifth and sixth
// characters.
func (t *scan) azure(i int) {
	const set = alnum | under | dot | dash | tilde
	if t.at(i-1) != 'Q' || !is(t.at(i-2), digit) {
		return
	}
	from, to := i-5, t.runMax(i+1, set, 40)
	if from >= t.done && t.back(i, set, 5) == from && (from == 0 || !is(t.s[from-1], set)) && to-i > 30 && !t.off["azure"] {
		t.replace(from, to, placeholder)
	}
}
