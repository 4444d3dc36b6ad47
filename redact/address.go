package redact

// address removes the IP address at i.
func (t *scan) address(i int) {
	c := t.s[i]
	if !isHex(c) && c != ':' || !t.addressStarts(i) {
		return
	}
	if end := t.ipv4(i); end > 0 {
		t.replace(i, end, placeholder)
	} else if end := t.ipv6(i); end > 0 {
		t.replace(i, end, placeholder)
	}
}

// macAddress removes the MAC address at i.
func (t *scan) macAddress(i int) {
	if sep := t.at(i + 2); !isHex(t.s[i]) || (sep != ':' && sep != '-' || t.at(i+5) != sep) && t.at(i+4) != '.' || !t.addressStarts(i) {
		return
	}
	if end := t.mac(i); end > 0 {
		t.replace(i, end, placeholder)
	}
}

// addressStarts tells whether an address may start at i: no address starts inside
// of what is none (1:2:3, a.b.1.2.3.4).
func (t *scan) addressStarts(i int) bool {
	if i <= t.done {
		return true
	}
	switch c := t.s[i-1]; {
	case is(c, wordChar):
		return t.escapeEnds(i)
	case c == ':':
		return t.s[i] != ':' && (i < 2 || !isHex(t.s[i-2]) || t.s[i-2] == ':')
	case c == '.':
		return i < 2 || !isHex(t.s[i-2])
	}
	return true
}

// quad returns the end of four numbers up to 255 with dots in between at i, and
// the first two of them; 0 if there are none.
func (t *scan) quad(i int) (end int, first, second int) {
	for n := range 4 {
		if n > 0 {
			if t.at(i) != '.' {
				return 0, 0, 0
			}
			i++
		}
		v, j := 0, i
		for j < len(t.s) && j-i < 4 && is(t.s[j], digit) {
			v = v*10 + int(t.s[j]-'0')
			j++
		}
		if j == i || v > 255 || j-i > 3 {
			return 0, 0, 0
		}
		switch n {
		case 0:
			first = v
		case 1:
			second = v
		}
		i = j
	}
	return i, first, second
}

// ipv4 returns the end of the IPv4 address at i, or 0. Loopback, unspecified
// and broadcast addresses and netmasks stay, and so do versions of four parts.
func (t *scan) ipv4(i int) int {
	end, first, second := t.quad(i)
	if end == 0 || is(t.at(end), wordChar) || t.at(end) == '.' && is(t.at(end+1), digit) || t.at(i-1) == '.' {
		return 0
	}
	if first == 127 || first == 0 || first == 255 && second == 255 || t.versionBefore(i) {
		return 0
	}
	if t.at(i-1) == '-' && is(t.at(i-2), alnum) && (t.at(end) == '-' || t.at(end) == '.' && is(t.at(end+1), letter)) {
		return 0 // foo-1.2.3.4.tar.gz
	}
	return end
}

// versionBefore tells whether a word before i says that a version follows, or
// the name of a product and a slash do.
func (t *scan) versionBefore(i int) bool {
	j := i
	if t.at(j-1) == '/' && is(t.at(j-2), letter) { // Chrome/1.2.3.4
		from := t.back(j-1, letter|digit, 24)
		return is(t.s[from], upper) && (from == 0 || !is(t.s[from-1], slash|dot|dash|under))
	}
	for n := 0; n < 4 && j > 0 && (t.s[j-1] == ' ' || t.s[j-1] == '=' || t.s[j-1] == ':' || is(t.s[j-1], quoteMark)); n++ {
		j--
	}
	if j == i {
		return false
	}
	from := t.back(j, letter, 12)
	switch lowerASCII(t.s[from:j]) {
	case "version", "versions", "ver", "v", "release", "revision", "build", "oid", "driver", "firmware", "section", "chapter", "clause", "paragraph", "appendix", "figure", "table", "item", "step", "rule", "article", "part", "rfc", "spec", "schema":
		return true
	}
	return len(t.s[from:j]) > 7 && equalFold(t.s[j-7:j], "version")
}

// ipv6 returns the end of the IPv6 address at i with its zone, or 0. The
// loopback and the unspecified address stay.
func (t *scan) ipv6(i int) int {
	groups, short, digits, named := 0, false, false, 0
	j := i
groups:
	for j < len(t.s) && groups <= 8 {
		switch {
		case t.starts(j, "::"):
			if short || t.at(j+2) == ':' {
				return 0
			}
			short = true
			j += 2
		case t.at(j) == ':' && j > i:
			j++
		case j > i:
			break groups
		}
		if end, _, _ := t.quad(j); end > 0 && (groups == 6 || short) && j > i {
			groups, named, digits = groups+2, named+2, true
			j = end
			break
		}
		end := t.runMax(j, hex, 5)
		if end-j > 4 {
			return 0
		}
		if end == j {
			break
		}
		for k := j; k < end; k++ {
			digits = digits || is(t.s[k], digit)
		}
		groups, named, j = groups+1, named+1, end
	}
	t.work += j - i + 1
	for j > i && t.s[j-1] == ':' && !(j-i >= 2 && t.s[j-2] == ':') {
		j--
	}
	if short && (groups > 7 || named < 2) || !short && groups != 8 || !digits || is(t.at(j), wordChar) {
		return 0
	}
	if t.at(j) == '%' && is(t.at(j+1), letter) && !(isHex(t.at(j+1)) && isHex(t.at(j+2))) {
		return t.runMax(j+1, wordChar, 16)
	}
	return j
}

// macKey tells whether a key is a word for the address of a network card.
func macKey(s string) bool {
	switch len(s) {
	case 3:
		return equalFold(s, "mac")
	case 5:
		return equalFold(s, "bssid") || equalFold(s, "ether")
	case 6:
		return equalFold(s, "hwaddr") || equalFold(s, "lladdr")
	case 7:
		return equalFold(s, "macaddr") || equalFold(s, "hw_addr")
	case 10:
		return equalFold(s, "macaddress")
	case 11:
		return equalFold(s, "mac_address") || equalFold(s, "mac-address")
	}
	return false
}

// mac returns the end of the MAC address at i, or 0: six pairs of digits, or three
// groups of four with dots.
func (t *scan) mac(i int) int {
	if t.at(i+4) == '.' && t.at(i+9) == '.' {
		letters, digits := false, false
		for k := i; k < i+14; k++ {
			if k == i+4 || k == i+9 {
				continue
			}
			if !isHex(t.at(k)) {
				return 0
			}
			letters, digits = letters || is(t.s[k], letter), digits || is(t.s[k], digit)
		}
		if !letters || !digits || is(t.at(i+14), wordChar) || t.at(i+14) == '.' && is(t.at(i+15), wordChar) {
			return 0
		}
		return i + 14
	}
	sep := t.at(i + 2)
	if sep != ':' && sep != '-' {
		return 0
	}
	j, digits := i, false
	for n := range 6 {
		if n > 0 {
			if t.at(j) != sep {
				return 0
			}
			j++
		}
		if !isHex(t.at(j)) || !isHex(t.at(j+1)) {
			return 0
		}
		digits = digits || is(t.s[j], digit) || is(t.s[j+1], digit)
		j += 2
	}
	if !digits || t.at(j) == sep || is(t.at(j), wordChar) {
		return 0
	}
	return j
}
