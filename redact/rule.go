package redact

import (
	"math/bits"
	"strings"
	"sync"
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

// rules holds the built-in rules. The lines of a comment that begin with + or - are
// samples, which a test runs: ⟦…⟧ becomes [redacted], ⟪…⟫ becomes ~, and a line
// with - stays as it is. ⏎ is a line break; a middle dot is left out.
var rules = [...]rule{
	// PEM private keys, to their END or, if they were cut short, to the end.
	//	+ key ⟦-----BEGIN EC PRIVATE KEY-----⏎MIIE⏎-----END EC PRIVATE KEY-----⟧ rest
	//	+ key ⟦-----BEGIN PRIVATE KEY-----\nMIIE⟧
	//	- -----BEGIN CERTIFICATE-----
	rulePrivateKey: {id: "private-key", at: "-"},

	// User information in URLs of any scheme. The user git of a repository stays.
	//	+ dial postgres://⟦app:hunter2⟧@db/shop: timeout
	//	+ https://⟦abcdef0123⟧@github.com/org/repo
	//	- ssh://git@github.com/org/repo.git
	ruleURLUser: {id: "url-user", at: ":"},

	// The values of credential keys in key=value, key: value, JSON, YAML, URL queries
	// and headers, of which Authorization loses all but a known scheme.
	//	+ DB_PASSWORD=⟦hunter2⟧ {"apiKey": "⟦x⟧"} https://x.example/?token=⟦abc⟧&x=1
	//	+ Authorization: Bearer ⟦abc⟧
	//	+ Authorization: ⟦Acme abc123def⟧
	//	- invalid token at line 3: password is required, token: expired
	//	- authorization: permission denied
	rulePair: {id: "credential", at: "=:%"},

	// The text of XML elements and attributes that are called as credentials are.
	//	+ <password type="plain">⟦hunter2⟧</password>
	//	- <author>bob</author>
	ruleElement: {id: "xml", at: ">"},

	// Flags whose value is the next argument, also where arguments are printed as a
	// list.
	//	+ deploy --token ⟦abc⟧ --env prod
	//	+ ["deploy","--token","⟦abc⟧"]
	//	- unknown flag: --token
	ruleFlag: {id: "flag", at: "-/"},

	// What is passed to a function that takes a credential.
	//	+ req.SetBasicAuth("bob", "⟦hunter2⟧")
	//	- os.Getenv("API_TOKEN")
	ruleCall: {id: "call", at: "("},

	// User and password before the host of a connection string without a scheme.
	//	+ ⟦app:hunter2⟧@tcp(db:3306)/shop
	//	- alpine:3.19@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
	ruleLogin: {id: "login", at: "@"},

	// E-mail addresses.
	//	+ mail <⟦bob@example.com⟧>
	//	- git@github.com:org/repo.git golang.org/x/tools@v0.1.2 icon@3x.png
	ruleEmail: {id: "email", at: "@%"},

	// Names in home directories. This user's own becomes ~.
	//	+ open ⟪/home/alice⟫/x and /Users/⟦carol⟧/x and C:\Users\⟦bob⟧\x
	//	- https://example.com/home/news
	ruleHome: {id: "home", at: `/\%~`},

	// The secret part of webhooks' addresses.
	//	+ https://discord.com/api/webhooks/⟦000000000000000000/abcdefghijklmnop1⟧
	//	- https://example.com/webhooks/list
	ruleWebhook: {id: "webhook", at: "/"},

	// Tokens that a mark in their middle gives away.
	//	+ ⟦abc8Q~·abcdefghijklmnopqrstuvwxyz01234567⟧
	//	- v1.2.3~rc1
	ruleMarked: {id: "marked-token", at: ".~"},

	// What a word announces: a scheme, a password in prose, the value of a flag in an
	// error.
	//	+ used Bearer ⟦abc.def-123⟧ and my password is ⟦hunter2x⟧
	//	+ invalid argument "⟦letmein⟧" for "--token" flag: too short
	//	- bearer of bad news, basic usage, password hashing with bcrypt
	ruleAnnounced: {id: "announced", first: letters, next: space | percent | plus | dash},

	// Passwords among the arguments of known commands.
	//	+ mysql -uroot -p⟦hunter2⟧ shop
	//	+ net user bob ⟦hunter2⟧ /add
	//	+ echo ⟦hunter2⟧ | sudo -S ls
	//	- docker run -p 8080:80 nginx
	ruleCommand: {id: "command", at: "<", first: letters + "7", next: space | quoteMark | back | dot | dash},

	// JSON Web Tokens, also cut short.
	//	+ got ⟦eyJ·hbGciOiJIUzI1NiJ9.eyJ·zdWIiOiIxIn0.abcdefghij⟧
	//	- eyJust
	ruleWebToken: {id: "web-token", first: "e", next: plus | slash | dash | equal, long: 16},

	// Tokens with a vendor's prefix, see vendors.
	//	+ got ⟦ghp·_abcdefghijklmnopqrst⟧ there
	//	- sk-learn-based-classifier-v2
	ruleToken: {id: "token", at: "${", next: tokenChars, long: tokenMin},

	// IP addresses but the loopback and the unspecified ones, and netmasks.
	//	+ dial tcp ⟦10.1.2.3⟧:443 and [⟦fe80::1⟧]:80
	//	- 127.0.0.1:8080 255.255.255.0 ::1 version 1.2.3.4
	ruleIP: {id: "ip", at: ":", first: digits + "abcdefABCDEF", next: dot | colon},

	// MAC addresses.
	//	+ ether ⟦3c:22:fb:a1:b2:c3⟧ arp ⟦3c22.fba1.b2c3⟧
	//	- 12:34:56
	ruleMAC: {id: "mac", first: digits + "abcdefABCDEF", next: colon | dash | dot, long: 12},

	// Numbers of payment cards, with a right check digit.
	//	+ paid with ⟦4111 1111 1111 1111⟧ today
	//	- order 4111111111111112
	ruleCard: {id: "card", first: "23456", next: space | dash, long: 13},

	// International bank account numbers, with right check digits.
	//	+ to ⟦DE89 3704 0044 0532 0130 00⟧
	//	- DE88370400440532013000
	ruleIBAN: {id: "iban", first: upperLetters, next: space | dash, long: 15},

	// Security identifiers of Windows that name a machine or a domain.
	//	+ user ⟦S-1-5-21-1004336348-1177238915-682003330-512⟧
	//	- S-1-5-18
	ruleSID: {id: "sid", first: "S", next: dash},

	// Telephone numbers in international form, and after a word for them.
	//	+ call ⟦+44 20 7946 0958⟧, phone: ⟦(212) 555-0187⟧
	//	- 2024-01-02T03:04:05+0100 @@ -1,2 +3,4 @@
	rulePhone: {id: "phone", at: "+"},

	// This machine's user and host name.
	//	+ hello ⟦alice⟧ on ⟦thinkpad⟧
	//	- malice
	ruleName: {id: "name"},

	// Runs of 32 and more characters that mix letters and digits as only generated
	// text does.
	//	+ id ⟦A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6⟧
	//	- commit 0123456789abcdef0123456789abcdef01234567
	//	- pod payments-worker-deployment-7d9f8b6c5d-x2x9z
	//	- pod ingress-nginx-controller-7d9f8b6c5d-4kq7v
	//	- https://raw.githubusercontent.com/acme/widget/2b66fd261ee5c6cfc8de7fa466bab600bcfe4f69/go.mod
	ruleOpaque: {id: "opaque"},
}

// ruleIndex has the rows by what the scan sees.
type ruleIndex struct {
	marks  [256]ruleSet // by the byte it is at
	firsts [256]ruleSet // by the first byte of a word
	nexts  [256]ruleSet // by the byte after it
	longs  [20]ruleSet  // by its length
}

// indexedRules is made when the first text is redacted: every run of a tool would wait
// for what is made before main, also where telemetry is off.
var indexedRules = sync.OnceValue(func() *ruleIndex {
	return &ruleIndex{
		marks:  rulesByByte(func(r *rule, c byte) bool { return strings.IndexByte(r.at, c) >= 0 }),
		firsts: rulesByFirst(),
		nexts:  rulesByByte(func(r *rule, c byte) bool { return is(c, r.next) }),
		longs:  rulesByLength(),
	}
})

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
			if knows(&rules[n], byte(c)) {
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
