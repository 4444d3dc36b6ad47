package redact

// passes is how often the scanners may run over one text. Nearly every text
// settles in the first pass, which the second then confirms.
const passes = 4

// scanner says when one family of shapes can be found: only in a text that is
// at least min bytes long and that holds, for each entry of needs, a byte of one
// of its kinds.
type scanner struct {
	min   int
	needs [3]class
}

// The scanners, in the order they run.
const (
	findPrivateKeys = iota
	findUserInfo
	findPairs
	findPhrases
	findVendorTokens
	findWebTokens
	findLogins
	findEmails
	findAddresses
	findHomes
	findNames
	findOpaque
)

// scanners run in this order: what spans most and keeps structure comes first,
// so that a later, simpler shape does not tear it apart (the host of a URL with
// user information would otherwise pass for the domain of an e-mail address).
var scanners = [...]scanner{
	findPrivateKeys:  {16, [3]class{dash, space, upper}},
	findUserInfo:     {6, [3]class{colon, slash, at}},
	findPairs:        {4, [3]class{equal | colon | percent | greater | dash}},
	findPhrases:      {9, [3]class{space | percent | plus, letter}},
	findVendorTokens: {12, [3]class{alnum}},
	findWebTokens:    {16, [3]class{lower, upper}},
	findLogins:       {6, [3]class{at, colon}},
	findEmails:       {6, [3]class{at | percent, dot}},
	findAddresses:    {4, [3]class{digit, dot | colon | dash}},
	findHomes:        {3, [3]class{slash | back | percent}},
	findNames:        {3, [3]class{}},
	findOpaque:       {opaqueMin, [3]class{letter, digit}},
}

// can tells whether the scanner could find anything in a text of n bytes that
// holds the given kinds.
func (c *scanner) can(n int, kinds class) bool {
	if n < c.min {
		return false
	}
	for _, need := range c.needs {
		if need != 0 && kinds&need == 0 {
			return false
		}
	}
	return true
}

// builtin applies the built-in rules; id is nil for this process's own.
func builtin(s string, id *identity) (out string) {
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
		// The scanners do not panic, and tests hold them to that. Should one do
		// so nevertheless, the tool must live and nothing may leak.
		if recover() != nil {
			out = placeholder
		}
	}()
	t := scan{s: s, id: id}
	return t.settle(false)
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

// settle runs the scanners until they find nothing more. A text that is still
// not settled after the last pass is given up as a whole, so that the result is
// always one in which nothing is found. With all, no scanner is left out.
func (t *scan) settle(all bool) string {
	limit := 4 * len(t.s)
	for range passes {
		before := t.s
		t.pass(all)
		if t.s == before {
			return t.s
		}
		if len(t.s) > limit {
			break
		}
	}
	return placeholder
}

func (t *scan) pass(all bool) {
	kinds := t.kinds()
	for i := range scanners {
		c := &scanners[i]
		if !all && !c.can(len(t.s), kinds) {
			continue
		}
		t.find(i)
		if t.finish() {
			kinds = t.kinds()
		}
	}
}

// find runs the scanner with index i. Functions in the table would make every
// scan escape to the heap.
func (t *scan) find(i int) {
	switch i {
	case findPrivateKeys:
		t.privateKeys()
	case findUserInfo:
		t.userInfo()
	case findPairs:
		t.pairs()
	case findPhrases:
		t.phrases()
	case findVendorTokens:
		t.vendorTokens()
	case findWebTokens:
		t.webTokens()
	case findLogins:
		t.logins()
	case findEmails:
		t.emails()
	case findAddresses:
		t.addresses()
	case findHomes:
		t.homes()
	case findNames:
		t.names()
	case findOpaque:
		t.opaque()
	}
}

// kinds returns the kinds of all bytes in the text.
func (t *scan) kinds() class {
	var k class
	for i := 0; i < len(t.s); i++ {
		k |= classes[t.s[i]]
	}
	t.work += len(t.s)
	return k
}
