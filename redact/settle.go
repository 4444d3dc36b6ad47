package redact

// passes is how often a text may be scanned. Nearly every text settles in the
// first pass, which the second then confirms.
const passes = 4

// builtin applies the built-in rules; id is nil for this process's own.
func builtin(s string, id *identity) (out string) { return builtinOf(s, id, everyRule, nil) }

// builtinOf applies the rules of on and the vendors' tokens that are not in off.
func builtinOf(s string, id *identity, on ruleSet, off map[string]bool) (out string) {
	if len(s) < 3 {
		return s
	}
	if id == nil {
		id = local()
	}
	if plainWord(s) && !id.known(s) {
		return s
	}
	defer func() {
		// The rules do not panic, and tests hold them to that. Should one do so
		// nevertheless, the tool must live and nothing may leak.
		if recover() != nil {
			out = placeholder
		}
	}()
	t := scan{s: s, id: id, rules: indexedRules(), words: listedWords(), on: on, off: off}
	return t.settle()
}

// plainWord tells whether s is a short word of lower-case letters, in which
// nothing but a name can be found. Most attribute values are.
func plainWord(s string) bool {
	if len(s) > 15 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// settle scans the text until nothing more is found. A text that is still not
// settled after the last pass is given up as a whole, so that the result is always
// one in which nothing is found.
func (t *scan) settle() string {
	limit := 4 * len(t.s)
	for range passes {
		t.pass()
		if !t.finish() {
			return t.s
		}
		if len(t.s) > limit {
			break
		}
	}
	return placeholder
}

// pass walks over the text once, from left to right, and asks the rules where
// their rows say so.
func (t *scan) pass() {
	t.opaqueTo, t.pathTo, t.named, t.flagError, t.command = 0, 0, 0, 0, nil
	t.argFrom = len(t.s)
	t.work += len(t.s)
	for i := 0; i < len(t.s); {
		if i >= t.argFrom {
			t.replace(t.argFrom, t.argTo, placeholder)
			t.argFrom = len(t.s)
			if t.done > i {
				i = t.done
				continue
			}
		}
		c := t.s[i]
		if is(c, alnum|under) {
			i = t.word(i)
			continue
		}
		if is(c, high) {
			i = t.highRun(i)
			continue
		}
		if m := t.rules.marks[c]; m != 0 || t.eager {
			t.mark(i, m)
			i = max(i+1, t.done)
			continue
		}
		i++
	}
}

// mark asks the rules of set, which know the byte at i.
func (t *scan) mark(i int, set ruleSet) {
	if t.eager {
		set = everyRule
	}
	for set &= t.on; set != 0; {
		switch set.take() {
		case rulePrivateKey:
			t.privateKey(i)
		case ruleURLUser:
			t.urlUser(i)
		case rulePair:
			t.pairAt(i)
		case ruleElement:
			t.element(i)
		case ruleCommand:
			t.hereString(i)
		case ruleFlag:
			t.flag(i)
		case ruleLogin:
			t.login(i)
		case ruleEmail:
			t.email(i)
		case ruleHome:
			t.home(i)
		case ruleWebhook:
			t.webhook(i)
		case ruleMarked:
			t.markedToken(i)
		case ruleToken:
			t.vendorToken(i)
		case ruleIP:
			t.address(i)
		case rulePhone:
			t.phone(i)
		case ruleCall:
			t.call(i)
		}
		if t.done > i {
			return
		}
	}
}

// word asks the rules that look at words about the one that starts at i, and
// returns where the scan goes on.
func (t *scan) word(i int) int {
	kinds, end := class(0), i
	for ; end < len(t.s); end++ {
		k := classes[t.s[end]]
		if k&(alnum|under) == 0 {
			break
		}
		kinds |= k
	}
	t.work += end - i + 1
	if t.wordAt(i, end) {
		return t.done
	}
	if i > 0 && escapeMark(t.s[i-1]) {
		// The word may begin with the end of an escape: \nBearer, %3Dghp_.
		for k := i + 1; k < min(end, i+6); k++ {
			if t.escapeEnds(k) && t.wordAt(k, end) {
				return t.done
			}
		}
	}
	if kinds&under != 0 || t.eager {
		// A vendor's token or a name may follow an underscore.
		for k := i + 1; k < end; k++ {
			if t.s[k-1] != '_' {
				continue
			}
			if t.on.has(ruleToken) && t.vendorToken(k) || t.on.has(ruleName) && t.id.starts[t.s[k]] && t.name(k) {
				return t.done
			}
		}
	}
	if t.opaqueWord(i, end) {
		return t.done
	}
	return end
}

// escapeMark tells whether an escape may begin with c.
func escapeMark(c byte) bool { return c == '\\' || c == '%' || c == '[' || c == ';' }

// highRun passes over bytes of runes beyond ASCII, with which a name may begin.
func (t *scan) highRun(i int) int {
	if t.id.starts[t.s[i]] && (i == t.done || !is(t.s[i-1], wordChar)) && t.on.has(ruleName) && t.name(i) {
		return t.done
	}
	return t.run(i, high)
}

// wordAt asks the rules about the word in s[i:end].
func (t *scan) wordAt(i, end int) bool {
	set := t.rules.longs[min(end-i, len(t.rules.longs)-1)]
	if end < len(t.s) {
		set |= t.rules.nexts[t.s[end]]
	}
	set &= t.rules.firsts[t.s[i]]
	if set&listedRules != 0 && !t.words.mayHave(t.s[i:end]) {
		set &^= listedRules
	}
	if t.eager {
		set = everyRule
	}
	for set &= t.on; set != 0; {
		switch set.take() {
		case ruleAnnounced:
			t.announcedBy(i, end)
		case ruleCommand:
			t.commandAt(i, end)
		case ruleWebToken:
			t.webToken(i)
		case ruleToken:
			t.vendorToken(i)
		case ruleIP:
			t.address(i)
		case ruleMAC:
			t.macAddress(i)
		case ruleCard:
			t.card(i)
		case ruleIBAN:
			t.iban(i)
		case ruleSID:
			t.sid(i)
		}
		if t.done > i {
			return true
		}
	}
	if t.id.starts[t.s[i]] {
		if t.on.has(ruleHome) && t.ownHome(i) || t.on.has(ruleName) && t.name(i) {
			return true
		}
	}
	return false
}
