package redact

import (
	"math/bits"
	"strings"
)

// rule is a row of [rules]: one family of shapes. The scan asks a rule only at the
// places that its row names, so that most of a text is passed over after one look
// at each byte.
type rule struct {
	id string

	// at holds the bytes at which the rule is asked.
	at string

	// first holds the bytes of words at whose start the rule is asked, if a byte
	// of next comes after the word, or the word has long bytes or more. Zero for
	// long is no length.
	first string
	next  class
	long  int
}

// ruleSet is a set of rows of [rules].
type ruleSet uint32

const everyRule ruleSet = 1<<len(rules) - 1

const (
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits       = "0123456789"
	letters      = lowerLetters + upperLetters
)

// The rows, in the order in which they are asked at one place: what spans most and
// keeps structure comes first.
const (
	rulePrivateKey = iota
	ruleURLUser
	rulePair
	ruleElement
	ruleFlag
	ruleCall
	ruleLogin
	ruleEmail
	ruleHome
	ruleWebhook
	ruleMarked
	ruleAnnounced
	ruleCommand
	ruleWebToken
	ruleToken
	ruleIP
	ruleMAC
	ruleCard
	ruleIBAN
	ruleSID
	rulePhone
	ruleName
	ruleOpaque
)

// rules holds the built-in rules. A comment's lines that begin with + or - are
// samples, which a test runs: ⟦…⟧ becomes [redacted], ⟪…⟫ becomes ~, and a line
// with - stays as it is.
var rules = [...]rule{
	rulePrivateKey: {id: "private-key", at: "-"},
	ruleURLUser:    {id: "url-user", at: ":"},
	rulePair:       {id: "credential", at: "=:%"},
	ruleElement:    {id: "xml", at: ">"},
	ruleFlag:       {id: "flag", at: "-/"},
	ruleCall:       {id: "call", at: "("},
	ruleLogin:      {id: "login", at: "@"},
	ruleEmail:      {id: "email", at: "@%"},
	ruleHome:       {id: "home", at: `/\%~`},
	ruleWebhook:    {id: "webhook", at: "/"},
	ruleMarked:     {id: "marked", at: ".~"},
	ruleAnnounced:  {id: "announced", first: letters, next: space | percent | plus | dash},
	ruleCommand:    {id: "command", at: "<", first: letters + "7", next: space | quoteMark | back | dot | dash},
	ruleWebToken:   {id: "web-token", first: "e", next: plus | slash | dash | equal, long: 16},
	ruleToken:      {id: "token", at: "${", next: tokenChars, long: tokenMin},
	ruleIP:         {id: "ip", at: ":", first: digits + "abcdefABCDEF", next: dot | colon},
	ruleMAC:        {id: "mac", first: digits + "abcdefABCDEF", next: colon | dash | dot, long: 12},
	ruleCard:       {id: "card", first: "23456", next: space | dash, long: 13},
	ruleIBAN:       {id: "iban", first: upperLetters, next: space | dash, long: 15},
	ruleSID:        {id: "sid", first: "S", next: dash},
	rulePhone:      {id: "phone", at: "+"},
	ruleName:       {id: "name"},
	ruleOpaque:     {id: "opaque"},
}

// The rows by what the scan sees: the byte it is at, the first byte of a word, the
// byte after it, and its length.
var (
	marks  = rulesByByte(func(r *rule, c byte) bool { return strings.IndexByte(r.at, c) >= 0 })
	firsts = rulesByFirst()
	nexts  = rulesByByte(func(r *rule, c byte) bool { return is(c, r.next) })
	longs  = rulesByLength()
)

// listedRules are the rules that know a list of words.
const listedRules ruleSet = 1<<ruleAnnounced | 1<<ruleCommand

func rulesByLength() (t [20]ruleSet) {
	for length := range t {
		for n := range rules {
			if long := rules[n].long; long > 0 && length >= long {
				t[length] |= 1 << n
			}
		}
	}
	return t
}

func rulesByFirst() [256]ruleSet {
	t := rulesByByte(func(r *rule, c byte) bool { return strings.IndexByte(r.first, c) >= 0 })
	for n := range vendors {
		t[vendors[n].prefix[0]] |= 1 << ruleToken
	}
	for _, c := range []byte(digits) {
		t[c] |= 1 << ruleToken // Telegram
	}
	return t
}

func rulesByByte(knows func(r *rule, c byte) bool) (t [256]ruleSet) {
	for c := range t {
		for n := range rules {
			if knows(&rules[n], byte(c)) { //nolint:gosec // below 256
				t[c] |= 1 << n
			}
		}
	}
	return t
}

// take removes a row from the set and returns its number.
func (s *ruleSet) take() int {
	n := bits.TrailingZeros32(uint32(*s))
	*s &= *s - 1
	return n
}

func (s ruleSet) has(n int) bool { return s>>n&1 == 1 }
