package redact

import "strings"

// card removes the number of a payment card at i, where a word of digits starts:
// the issuer's first digits, the length that belongs to them, and a check digit
// that is right (Luhn).
func (t *scan) card(i int) {
	if !is(t.s[i], digit) || i > t.done && is(t.s[i-1], wordChar|dot|dash|plus|slash|percent) && !t.escapeEnds(i) {
		return
	}
	if is(t.at(i+4), space|dash) && !(is(t.at(i+7), digit) && is(t.at(i+8), digit)) || !is(t.at(i+4), space|dash|digit) {
		return
	}
	var number [19]byte
	for _, groups := range [...]string{"\x04\x04\x04\x04", "\x04\x06\x05", "\x04\x06\x04", ""} {
		n, j := 0, i
		var sep byte
		if groups == "" {
			for j < len(t.s) && n < len(number) && is(t.s[j], digit) {
				number[n] = t.s[j] - '0'
				n, j = n+1, j+1
			}
		}
		for g := range len(groups) {
			if g > 0 {
				if c := t.at(j); c != ' ' && c != '-' || sep != 0 && c != sep {
					n = 0
					break
				}
				sep = t.s[j]
				j++
			}
			end := t.runMax(j, digit, int(groups[g])+1)
			if end-j != int(groups[g]) {
				n = 0
				break
			}
			for ; j < end; j++ {
				number[n] = t.s[j] - '0'
				n++
			}
		}
		t.work += j - i
		if n < 13 || is(t.at(j), wordChar) || isAny(t.at(j), "-.") && is(t.at(j+1), digit) || !cardIssuer(number[:n]) || !luhn(number[:n]) {
			continue
		}
		t.replace(i, j, placeholder)
		return
	}
}

// cardIssuer tells whether an issuer of cards uses numbers with these first digits
// and this length.
func cardIssuer(d []byte) bool {
	n, two := len(d), int(d[0])*10+int(d[1])
	four := two*100 + int(d[2])*10 + int(d[3])
	switch {
	case d[0] == 4:
		return n == 13 || n == 16 || n == 19
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720:
		return n == 16
	case two == 34 || two == 37:
		return n == 15
	case two == 36 || two == 38 || four >= 3000 && four <= 3059:
		return n == 14 || n == 16
	case four == 6011, two == 65, four >= 6440 && four <= 6499, four >= 3528 && four <= 3589:
		return n == 16 || n == 19
	case two == 62:
		return n >= 16
	}
	return false
}

func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i])
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// ibanLengths holds each country's code and the length of its account numbers.
const ibanLengths = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30"

// iban removes an international bank account number at i, in groups of four or in
// one: a country's code, its length, and a remainder of 1 (ISO 7064).
func (t *scan) iban(i int) {
	if i+15 > len(t.s) || !is(t.s[i], upper) || !is(t.s[i+1], upper) || !is(t.s[i+2], digit) || !is(t.s[i+3], digit) ||
		i > t.done && is(t.s[i-1], wordChar|dash) && !t.escapeEnds(i) {
		return
	}
	length := 0
	for k := 0; k < len(ibanLengths); k += 4 {
		if ibanLengths[k:k+2] == t.s[i:i+2] {
			length = int(ibanLengths[k+2]-'0')*10 + int(ibanLengths[k+3]-'0')
		}
	}
	if length == 0 {
		return
	}
	var text [34]byte
	n, j := 0, i
	for ; j < len(t.s) && n < length; j++ {
		c := t.s[j]
		if n%4 == 0 && n > 0 && (c == ' ' || c == '-') && t.s[j-1] != c {
			continue
		}
		if !is(c, upper|digit) {
			break
		}
		text[n] = c
		n++
	}
	t.work += j - i
	if n < length || is(t.at(j), wordChar) {
		return
	}
	rest := 0
	for k := range length {
		c := text[(k+4)%length]
		if is(c, digit) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	if rest == 1 {
		t.replace(i, j, placeholder)
	}
}

// sid removes a security identifier of Windows that names a machine or a domain.
// The well-known ones (S-1-5-18) name nobody.
func (t *scan) sid(i int) {
	if !t.starts(i, "S-1-5-21-") && !t.starts(i, "S-1-12-1-") || !t.boundary(i) {
		return
	}
	j, groups := i+len("S-1-5-21"), 0
	for t.at(j) == '-' && groups < 8 {
		end := t.runMax(j+1, digit, 11)
		if end == j+1 {
			break
		}
		j, groups = end, groups+1
	}
	if groups >= 3 {
		t.replace(i, j, placeholder)
	}
}

// phone removes a telephone number in international form whose plus sign is at i.
func (t *scan) phone(i int) {
	if t.s[i] != '+' || !is(t.at(i+1), digit) || t.at(i+1) == '0' || i > t.done && is(t.s[i-1], wordChar|closer|plus) && !t.escapeEnds(i) {
		return
	}
	if end, n := t.phoneDigits(i + 1); n >= 9 && n <= 15 {
		t.replace(i, end, placeholder)
	}
}

// phoneDigits returns the end of the digits at i, in groups with one or two signs
// in between, and how many there are.
func (t *scan) phoneDigits(i int) (end, n int) {
	end = i
	j, signs := i, 0
	for ; j < len(t.s) && j-i < 32; j++ {
		c := t.s[j]
		switch {
		case is(c, digit):
			n, end, signs = n+1, j+1, 0
		case signs < 2 && isAny(c, " -.()/"):
			signs++
		default:
			t.work += j - i + 1
			if is(c, wordChar) && j == end {
				return i, 0
			}
			return end, n
		}
	}
	t.work += j - i + 1
	return end, n
}

// afterPhone removes the number after a word for a telephone that ends at end, or
// after its sign.
func (t *scan) afterPhone(end int) {
	v := t.gap(end)
	if c := t.at(v); v == end && !isAny(t.at(end-1), "=:") || !is(c, digit) && c != '(' && c != '+' {
		return
	}
	if t.s[v] == '+' {
		return // in international form
	}
	from := v
	if t.s[v] == '(' {
		v++
	}
	if to, n := t.phoneDigits(v); n >= 7 && n <= 15 {
		t.replace(from, to, placeholder)
	}
}

// phoneKey tells whether a key is a word for a telephone.
func phoneKey(s string) bool {
	switch len(s) {
	case 3:
		return equalFold(s, "tel") || equalFold(s, "fax")
	case 4:
		return equalFold(s, "cell")
	case 5:
		return equalFold(s, "phone")
	case 6:
		return equalFold(s, "mobile") || equalFold(s, "msisdn")
	case 9:
		return equalFold(s, "telephone") || equalFold(s, "cellphone")
	case 11:
		return equalFold(s, "phonenumber") || equalFold(s, "mobilephone")
	case 12:
		return equalFold(s, "phone_number")
	}
	return false
}

// afterNumber removes the number that a person has with a state, after its name.
func (t *scan) afterNumber(end int) {
	v := t.gap(end)
	if v == end {
		return
	}
	to := t.valueStart(v, inText)
	if value := t.s[v:to]; to-v >= 7 && to-v <= 16 && cardDigits(value) && strings.IndexAny(value, "0123456789") <= 2 {
		t.replace(v, to, placeholder)
	}
}

// cardDigits tells whether s is a number as a PIN, a check number or a card has
// it: digits, with blanks and hyphens at most.
func cardDigits(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		switch {
		case is(s[i], alnum):
			n++
		case !is(s[i], space|dash):
			return false
		}
	}
	return n >= 3 && n < 24 && hasDigit(s)
}
