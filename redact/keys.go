package redact

import "sync"

// keyKind says what a key promises about its value.
type keyKind uint8

const (
	keyNone   keyKind = iota
	keyWeak           // a word that prose uses too: token, secret, session
	keyStrong         // one that hardly names anything but a credential: password, api_key
	keyPass           // "pass", which counts things in the output of tests
	keyAuth           // Authorization: a scheme may precede the credential
	keyCookie         // Cookie: pairs up to the end of the line
	keyNumber         // a PIN, the number of a card: digits
	keyPhrase         // words up to the end of the line
)

// keyWord is a word that ends the name of a credential.
type keyWord struct {
	word  string // in lower case, without separators
	kind  keyKind
	whole bool // a part of the name must begin with the word
}

// keyWords holds the words, sorted by their last letter.
var keyWords = [...]keyWord{
	{"contrasena", keyStrong, false},
	{"senha", keyStrong, true},
	{"parola", keyStrong, true},
	{"salasana", keyStrong, true},
	{"cvc", keyNumber, true},
	{"mnemonic", keyPhrase, true},
	{"password", keyStrong, false},
	{"passwd", keyStrong, false},
	{"pwd", keyStrong, false},
	{"sessionid", keyStrong, false},
	{"sessid", keyStrong, false},
	{"connectsid", keyStrong, true},
	{"wachtwoord", keyStrong, true},
	{"losenord", keyStrong, true},
	{"lozenord", keyStrong, true},
	{"passord", keyStrong, true},
	{"psid", keyStrong, true},
	{"sapisid", keyStrong, true},
	{"sid", keyWeak, true},
	{"creditcard", keyNumber, true},
	{"nationalid", keyNumber, true},
	{"taxid", keyNumber, true},
	{"passphrase", keyStrong, false},
	{"passcode", keyStrong, true},
	{"sharedaccesssignature", keyStrong, true},
	{"mfacode", keyStrong, true},
	{"otpcode", keyStrong, true},
	{"motdepasse", keyStrong, true},
	{"sifre", keyStrong, true},
	{"adgangskode", keyStrong, true},
	{"clave", keyStrong, true},
	{"parole", keyStrong, true},
	{"samlresponse", keyStrong, true},
	{"devicecode", keyStrong, true},
	{"signature", keyWeak, true},
	{"setcookie", keyCookie, true},
	{"cookie", keyCookie, true},
	{"passe", keyPass, true},
	{"pincode", keyNumber, true},
	{"securitycode", keyNumber, true},
	{"seedphrase", keyPhrase, true},
	{"recoveryphrase", keyPhrase, true},
	{"secretphrase", keyPhrase, true},
	{"backupphrase", keyPhrase, true},
	{"secretkeybase", keyStrong, true},
	{"sig", keyWeak, true},
	{"passwordhash", keyStrong, false},
	{"passwdhash", keyStrong, false},
	{"pwhash", keyStrong, true},
	{"auth", keyWeak, true},
	{"artapi", keyStrong, true},
	{"refreshtok", keyStrong, true},
	{"accesstok", keyStrong, true},
	{"psk", keyWeak, true},
	{"credential", keyWeak, false},
	{"clientassertion", keyStrong, true},
	{"sonarlogin", keyStrong, false},
	{"session", keyWeak, true},
	{"sastoken", keyWeak, true},
	{"token", keyWeak, false},
	{"authorization", keyAuth, true},
	{"pin", keyNumber, true},
	{"ssn", keyNumber, true},
	{"haslo", keyStrong, true},
	{"heslo", keyStrong, true},
	{"jelszo", keyStrong, true},
	{"nino", keyNumber, true},
	{"otp", keyWeak, true},
	{"totp", keyWeak, true},
	{"codeverifier", keyStrong, true},
	{"bearer", keyWeak, true},
	{"cardnumber", keyNumber, true},
	{"ccnumber", keyNumber, true},
	{"passportnumber", keyNumber, true},
	{"passwords", keyStrong, false},
	{"apikeys", keyStrong, true},
	{"ansiblebecomepass", keyStrong, true},
	{"creds", keyWeak, true},
	{"credentials", keyWeak, false},
	{"secrets", keyWeak, false},
	{"cookies", keyCookie, true},
	{"pass", keyPass, true},
	{"seedwords", keyPhrase, true},
	{"sshpass", keyStrong, true},
	{"passwort", keyStrong, false},
	{"kennwort", keyStrong, false},
	{"idtokenhint", keyStrong, true},
	{"jwt", keyWeak, true},
	{"ticket", keyWeak, true},
	{"secret", keyWeak, false},
	{"pat", keyPass, true},
	{"cvv", keyNumber, true},
	{"pw", keyPass, true},
	{"apikey", keyStrong, false},
	{"accesskey", keyStrong, false},
	{"secretkey", keyStrong, false},
	{"privatekey", keyStrong, false},
	{"authkey", keyStrong, true},
	{"masterkey", keyStrong, true},
	{"accountkey", keyStrong, true},
	{"signingkey", keyStrong, true},
	{"encryptionkey", keyStrong, true},
	{"encryptkey", keyStrong, true},
	{"decryptionkey", keyStrong, true},
	{"storagekey", keyStrong, true},
	{"subscriptionkey", keyStrong, true},
	{"licensekey", keyStrong, true},
	{"sharedkey", keyStrong, true},
	{"presharedkey", keyStrong, true},
	{"sshkey", keyStrong, true},
	{"deploykey", keyStrong, true},
	{"aeskey", keyStrong, true},
	{"hmackey", keyStrong, true},
	{"rsakey", keyStrong, true},
	{"appkey", keyStrong, true},
	{"applicationkey", keyStrong, true},
	{"consumerkey", keyStrong, true},
	{"servicekey", keyStrong, true},
	{"sessionkey", keyStrong, true},
	{"integrationkey", keyStrong, true},
	{"writekey", keyStrong, true},
	{"ingestkey", keyStrong, true},
	{"ingestionkey", keyStrong, true},
	{"instrumentationkey", keyStrong, true},
	{"functionskey", keyStrong, true},
	{"functionkey", keyStrong, true},
	{"hostkey", keyStrong, true},
	{"serverkey", keyStrong, true},
	{"adminkey", keyStrong, true},
	{"unsealkey", keyStrong, true},
	{"recoverykey", keyStrong, true},
	{"wifikey", keyStrong, true},
	{"wpakey", keyStrong, true},
	{"webhookkey", keyStrong, true},
	{"cookiekey", keyStrong, true},
	{"jwtkey", keyStrong, true},
	{"cryptokey", keyStrong, true},
	{"cipherkey", keyStrong, true},
	{"tlskey", keyStrong, true},
	{"sslkey", keyStrong, true},
	{"gpgkey", keyStrong, true},
	{"pgpkey", keyStrong, true},
	{"vapidkey", keyStrong, true},
	{"activationkey", keyStrong, true},
	{"uploadkey", keyStrong, true},
	{"publishkey", keyStrong, true},
	{"publishingkey", keyStrong, true},
	{"ecdsakey", keyStrong, true},
	{"openaikey", keyStrong, true},
	{"anthropickey", keyStrong, true},
	{"claudekey", keyStrong, true},
	{"geminikey", keyStrong, true},
	{"googlekey", keyStrong, true},
	{"groqkey", keyStrong, true},
	{"mistralkey", keyStrong, true},
	{"coherekey", keyStrong, true},
	{"huggingfacekey", keyStrong, true},
	{"azurekey", keyStrong, true},
	{"awskey", keyStrong, true},
	{"gcpkey", keyStrong, true},
	{"githubkey", keyStrong, true},
	{"gitlabkey", keyStrong, true},
	{"slackkey", keyStrong, true},
	{"stripekey", keyStrong, true},
	{"twiliokey", keyStrong, true},
	{"sendgridkey", keyStrong, true},
	{"mailgunkey", keyStrong, true},
	{"mailchimpkey", keyStrong, true},
	{"postmarkkey", keyStrong, true},
	{"resendkey", keyStrong, true},
	{"brevokey", keyStrong, true},
	{"pusherkey", keyStrong, true},
	{"algoliakey", keyStrong, true},
	{"mapboxkey", keyStrong, true},
	{"mapskey", keyStrong, true},
	{"newrelickey", keyStrong, true},
	{"sentrykey", keyStrong, true},
	{"segmentkey", keyStrong, true},
	{"posthogkey", keyStrong, true},
	{"amplitudekey", keyStrong, true},
	{"mixpanelkey", keyStrong, true},
	{"datadogkey", keyStrong, true},
	{"ddkey", keyStrong, true},
	{"cloudflarekey", keyStrong, true},
	{"cfkey", keyStrong, true},
	{"digitaloceankey", keyStrong, true},
	{"herokukey", keyStrong, true},
	{"linodekey", keyStrong, true},
	{"vultrkey", keyStrong, true},
	{"hetznerkey", keyStrong, true},
	{"pagerdutykey", keyStrong, true},
	{"opsgeniekey", keyStrong, true},
	{"rapidapikey", keyStrong, true},
	{"openrouterkey", keyStrong, true},
	{"perplexitykey", keyStrong, true},
	{"replicatekey", keyStrong, true},
	{"pineconekey", keyStrong, true},
	{"deepseekkey", keyStrong, true},
	{"xaikey", keyStrong, true},
	{"togetherkey", keyStrong, true},
	{"fireworkskey", keyStrong, true},
	{"supabasekey", keyStrong, true},
	{"firebasekey", keyStrong, true},
	{"fcmkey", keyStrong, true},
	{"vonagekey", keyStrong, true},
	{"nexmokey", keyStrong, true},
	{"paypalkey", keyStrong, true},
	{"squarekey", keyStrong, true},
	{"braintreekey", keyStrong, true},
	{"adyenkey", keyStrong, true},
	{"paddlekey", keyStrong, true},
	{"shopifykey", keyStrong, true},
	{"hubspotkey", keyStrong, true},
	{"intercomkey", keyStrong, true},
	{"zendeskkey", keyStrong, true},
	{"airtablekey", keyStrong, true},
	{"notionkey", keyStrong, true},
	{"linearkey", keyStrong, true},
	{"figmakey", keyStrong, true},
	{"jirakey", keyStrong, true},
	{"circlecikey", keyStrong, true},
	{"traviskey", keyStrong, true},
	{"codecovkey", keyStrong, true},
	{"snykkey", keyStrong, true},
	{"sonarkey", keyStrong, true},
	{"npmkey", keyStrong, true},
	{"pypikey", keyStrong, true},
	{"nugetkey", keyStrong, true},
	{"rubygemskey", keyStrong, true},
	{"dockerkey", keyStrong, true},
	{"tailscalekey", keyStrong, true},
	{"ngrokkey", keyStrong, true},
	{"fastlykey", keyStrong, true},
	{"akamaikey", keyStrong, true},
	{"backblazekey", keyStrong, true},
	{"wasabikey", keyStrong, true},
	{"miniokey", keyStrong, true},
	{"spaceskey", keyStrong, true},
	{"binancekey", keyStrong, true},
	{"coinbasekey", keyStrong, true},
	{"infurakey", keyStrong, true},
	{"alchemykey", keyStrong, true},
	{"etherscankey", keyStrong, true},
	{"openweatherkey", keyStrong, true},
	{"owmkey", keyStrong, true},
	{"tmdbkey", keyStrong, true},
	{"youtubekey", keyStrong, true},
	{"deeplkey", keyStrong, true},
	{"assemblyaikey", keyStrong, true},
	{"deepgramkey", keyStrong, true},
	{"elevenlabskey", keyStrong, true},
	{"stabilitykey", keyStrong, true},
	{"recaptchakey", keyStrong, true},
	{"hcaptchakey", keyStrong, true},
	{"turnstilekey", keyStrong, true},
	{"telegramkey", keyStrong, true},
	{"discordkey", keyStrong, true},
	{"honeycombkey", keyStrong, true},
	{"grafanakey", keyStrong, true},
	{"rollbarkey", keyStrong, true},
	{"bugsnagkey", keyStrong, true},
}

// keyIndex has the words of credentials' names by their ends.
type keyIndex struct {
	at [27]uint16 // where those of each last letter begin; the next entry is where they end

	// ends tells which three letters a name may end in, so that most names are told
	// from it by these alone. It has the first of the three by the other two.
	ends [26 * 26]uint32
}

// indexedKeys is made when the first name is looked at.
var indexedKeys = sync.OnceValue(func() *keyIndex {
	return &keyIndex{at: startsOfKeyWords(), ends: endsOfKeys()}
})

func startsOfKeyWords() (t [27]uint16) {
	n := 0
	for c := range t {
		for n < len(keyWords) && int(keyWords[n].word[len(keyWords[n].word)-1]-'a') < c {
			n++
		}
		t[c] = uint16(n) //nolint:gosec // a few hundred words
	}
	return t
}

func endsOfKeys() (t [26 * 26]uint32) {
	end := func(word string) {
		n := len(word)
		if !is(word[n-1], lower) || !is(word[n-2], lower) {
			return
		}
		first := uint32(1<<26 - 1) // any, before a word of two letters
		if n > 2 && is(word[n-3], lower) {
			first = 1 << (word[n-3] - 'a')
		}
		t[lastTwo(word[n-2], word[n-1])] |= first
	}
	for _, w := range &keyWords {
		end(w.word)
	}
	for _, tail := range keyTails {
		end(tail)
	}
	return t
}

func lastTwo(before, last byte) int { return int(before-'a')*26 + int(last-'a') }

// keyTails are parts after the word that do not change what the value is.
var keyTails = [...]string{"value", "raw", "plain", "plaintext", "text", "string", "base64", "b64", "confirmation", "confirm", "encrypted", "enc", "old", "new", "header", "env"}

// keyMax is how much of a key's end is looked at.
const keyMax = 64

// squashed is a key in lower case without separators, with a mark where each
// of its parts begins: DB_PASSWORD, db-password and dbPassword are the same.
type squashed struct {
	buf    [keyMax]byte
	n      int
	starts uint64
}

func squash(key string) (q squashed) {
	if len(key) > keyMax {
		key = key[len(key)-keyMax:]
	}
	start := true
	for i := 0; i < len(key); i++ {
		c := key[i]
		if !is(c, alnum) {
			start = true
			continue
		}
		if i > 0 && !start {
			p := key[i-1]
			start = is(c, upper) && (!is(p, upper) || i+1 < len(key) && is(key[i+1], lower)) || is(c, letter) && is(p, digit)
		}
		if start {
			q.starts |= 1 << q.n
		}
		q.buf[q.n] = lowerByte(c)
		q.n, start = q.n+1, false
	}
	return q
}

func (q *squashed) endsIn(word string, whole bool) bool {
	from := q.n - len(word)
	return from >= 0 && string(q.buf[from:q.n]) == word && (!whole || q.starts>>from&1 == 1)
}

// kindOf says what key promises. The last part decides, so that token_type and
// password_length are harmless.
func kindOf(key string) keyKind {
	if !mayEndKey(key) {
		return keyNone
	}
	return kindOfAny(key)
}

// kindOfAny is kindOf without the look at the last letters that spares it.
func kindOfAny(key string) keyKind {
	q := squash(key)
	for q.n > 0 && is(q.buf[q.n-1], digit) {
		q.n--
	}
	if k := q.kind(); k != keyNone {
		return k
	}
	for _, tail := range keyTails {
		if q.endsIn(tail, true) {
			q.n -= len(tail)
			return q.kind()
		}
	}
	return keyNone
}

// mayEndKey tells whether the last three letters are such as a credential's name ends
// in. It may say yes of any other name, but no of none that kindOf knows.
func mayEndKey(key string) bool {
	var ends [3]byte // the last letter first
	n := 0
	for i := len(key) - 1; i >= 0 && n < len(ends); i-- {
		c := lowerByte(key[i])
		if is(c, lower) {
			ends[n] = c
			n++
		} else if n > 0 && c != '_' && c != '-' && c != '.' && c != ' ' {
			break // a digit, within the name
		}
	}
	if n < 2 {
		return false
	}
	first := indexedKeys().ends[lastTwo(ends[1], ends[0])]
	return n == 2 && first != 0 || n == 3 && first>>(ends[2]-'a')&1 == 1
}

func (q *squashed) kind() keyKind {
	if q.n < 2 || !is(q.buf[q.n-1], lower) {
		return keyNone
	}
	last := q.buf[q.n-1] - 'a'
	at := &indexedKeys().at
	for n := int(at[last]); n < int(at[last+1]); n++ {
		w := &keyWords[n]
		if !q.endsIn(w.word, w.whole) {
			continue
		}
		compound := q.n > len(w.word)
		switch w.word {
		case "token", "secret", "pass", "pat", "pw":
			if compound {
				return keyStrong
			}
		}
		return w.kind
	}
	return keyNone
}
