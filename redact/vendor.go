package redact

// No token is shorter than tokenMin, and none has other bytes than tokenChars in
// so much of its beginning. Most words of a text are ruled out by that alone.
const (
	tokenMin   = 13
	tokenChars = url64 | dot | dollar | slash | plus | equal | percent | tilde
)

// vendorTokens removes tokens with a prefix that tells whose they are, and the
// few that are known by a mark in their middle.
func (t *scan) vendorTokens() {
	for i := 0; i < len(t.s); {
		c := t.s[i]
		if c < 128 && vendors[c] != nil && t.boundary(i) && t.runMax(i, tokenChars, tokenMin)-i == tokenMin {
			if end := t.vendorToken(i); end > 0 {
				i = end
				continue
			}
		}
		if is(c, alnum) {
			if t.s[i] >= '0' && t.s[i] <= '9' && t.boundary(i) {
				t.telegram(i)
			}
			end := t.run(i, alnum)
			// A letter after an escape starts a token, too: \nghp_…
			if i > 0 && (t.s[i-1] == '\\' || t.s[i-1] == '%' || t.s[i-1] == '[') {
				i++
				for i < end && !t.escapeEnds(i) {
					i++
				}
			} else {
				i = end
			}
			i = max(i, t.done)
			continue
		}
		switch c {
		case '.':
			t.dotted(i)
		case '/':
			t.webhook(i)
		case '~':
			t.azure(i)
		}
		i = max(i+1, t.done)
	}
	t.work += len(t.s)
}

// judged is how much of a long token is looked at to tell whether it is one. It
// keeps texts in which one candidate follows another from costing more than
// their length.
const judged = 128

// vendorToken removes the token at i and returns its end, or 0.
func (t *scan) vendorToken(i int) int {
	for n := range vendors[t.s[i]] {
		v := &vendors[t.s[i]][n]
		if !t.starts(i, v.prefix) {
			continue
		}
		from := i + len(v.prefix)
		end := t.runMax(from, v.body, judged)
		if end-from < v.min || v.dense && !dense(t.s[from:end]) {
			continue
		}
		if v.min >= 24 && v.body&(dash|under) == 0 && is(t.at(end), alnum) && v.body&letter != letter {
			continue // hexadecimal by chance: a longer word goes on
		}
		end = t.run(from, v.body)
		for v.body&dot != 0 && t.s[end-1] == '.' {
			end--
		}
		if v.prefix[0] == 'h' && v.body == alnum|slash {
			i = from // the host of a webhook is no secret
		}
		t.replace(i, end, placeholder)
		return end
	}
	return 0
}

// dense tells whether s has 16 letters and digits in a row, a digit or both
// cases among them.
func dense(s string) bool {
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

// telegram removes a bot's token: its number, a colon and 35 characters.
func (t *scan) telegram(i int) {
	end := t.runMax(i, digit, 11)
	if end-i < 8 || t.at(end) != ':' {
		return
	}
	to := t.run(end+1, url64)
	if to-end > 30 && to-end < 48 {
		t.replace(i, to, placeholder)
	}
}

// dotted removes tokens of three parts that a dot at i joins: Discord's, and
// Terraform's with its mark in the middle.
func (t *scan) dotted(i int) {
	if t.starts(i, ".atlasv1.") {
		from, to := t.back(i, alnum, 20), t.run(i+9, url64|equal)
		if i-from >= 10 && to-i > 24 {
			t.replace(from, to, placeholder)
		}
		return
	}
	mid := t.runMax(i+1, url64, 8)
	if mid-i != 7 || t.at(mid) != '.' {
		return
	}
	from, to := t.back(i, url64, 32), t.runMax(mid+1, url64, 48)
	if i-from >= 23 && i-from <= 28 && to-mid > 26 && dense(t.s[from:to]) {
		t.replace(from, to, placeholder)
	}
}

// webhook removes the secret part of a webhook's path at i.
func (t *scan) webhook(i int) {
	var from int
	switch {
	case t.starts(i, "/api/webhooks/"): // Discord
		from = i + len("/api/webhooks/")
	case t.starts(i, "/webhookb2/"): // Microsoft Teams
		from = i + len("/webhookb2/")
	case t.starts(i, "/bot"): // Telegram
		j := t.runMax(i+4, digit, 11)
		if j-i < 10 || t.at(j) != ':' {
			return
		}
		if to := t.run(j+1, url64); to-j > 20 {
			t.replace(i+4, to, placeholder)
		}
		return
	default:
		return
	}
	if to := t.run(from, url64|slash|at); to-from >= 24 {
		t.replace(from, to, placeholder)
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
	if from >= t.done && t.back(i, set, 5) == from && (from == 0 || !is(t.s[from-1], set)) && to-i > 30 {
		t.replace(from, to, placeholder)
	}
}
