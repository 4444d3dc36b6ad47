package redact

// call removes what is passed in quotation marks to a function whose parenthesis
// is at i and whose name says that it takes a credential: WithPassword("x"),
// SetBasicAuth("user", "x").
func (t *scan) call(i int) {
	if t.s[i] != '(' {
		return
	}
	q, ok := t.quoteAt(i + 1)
	if !ok {
		return
	}
	end := i
	if t.at(end-1) == '=' { // auth=('bob', 'x')
		end--
	}
	name := t.s[t.back(end, alnum|under, keyMax):end]
	second := loginCall(name)
	keyed := keyNone
	if !second {
		// os.Setenv("TOKEN", "x"), ('password', 'x')
		from := i + 1 + q.size
		to := t.runMax(from, keyChar, keyMax)
		if end, ok := t.quoteAt(to); ok && end.mark == q.mark {
			keyed = kindOf(t.s[from:to])
		}
	}
	if kind := kindOf(name); !second && keyed == keyNone && (kind == keyNone || kind == keyPass) {
		return
	}
	for n, from := 0, i+1; n < 4; n++ {
		if q, ok = t.quoteAt(from); !ok {
			return
		}
		from += q.size
		to := t.closingWithin(from, min(len(t.s), from+window), q)
		if to < 0 {
			return
		}
		value := t.s[from:to]
		next := to + q.size
		last := t.at(next) == ')'
		switch {
		case n == 0 && (second || keyed != keyNone), n > 1 && keyed != keyNone, t.placeholderAt(from) > 0, isPlaceholder(value):
		case keyed == keyAuth:
			t.authValue(from, to)
		case passable(value) && (second || keyed != keyNone || kindOf(name) == keyStrong || secretLike(value)):
			t.replace(from, to, placeholder)
		}
		if last || t.at(next) != ',' {
			return
		}
		from = t.gap(next + 1)
	}
}

// loginCall tells whether a function of this name takes a user and then a
// password.
func loginCall(name string) bool {
	switch len(name) {
	case 4:
		return equalFold(name, "auth")
	case 5:
		return equalFold(name, "login")
	case 6:
		return equalFold(name, "signin")
	case 9:
		return equalFold(name, "basicauth") || equalFold(name, "plainauth")
	case 10:
		return equalFold(name, "basic_auth")
	case 12:
		return equalFold(name, "setbasicauth") || equalFold(name, "authenticate") || equalFold(name, "userpassword")
	case 13:
		return equalFold(name, "httpbasicauth") || equalFold(name, "withbasicauth") || equalFold(name, "set_basic_auth")
	}
	return false
}

// passable tells whether s may be a credential that is passed to a function, and
// no sentence.
func passable(s string) bool {
	for i := 0; i < len(s); i++ {
		if is(s[i], space) {
			return false
		}
	}
	return s != ""
}
