package redact

import "strings"

// privateKeys removes PEM private keys, from BEGIN to END. What follows a BEGIN
// without an END goes too: the key may have been cut anywhere.
func (t *scan) privateKeys() {
	for i := 0; ; {
		label := t.armor(i, "BEGIN ")
		if label < 0 {
			return
		}
		i = label
		if end := t.runMax(label, alnum|space|dash|under, 80); !strings.Contains(t.s[label:end], "PRIVATE KEY") {
			continue
		}
		from := t.back(t.back(label-len("BEGIN "), space, 1), dash, 8)
		to := t.armor(label, "END ")
		if to < 0 {
			t.replace(from, len(t.s), placeholder)
			return
		}
		to = t.runMax(to, alnum|under|space, 64)
		to = t.runMax(to, dash, 8)
		t.replace(from, to, placeholder)
		i = to
	}
}

// armor returns the end of the next word, BEGIN or END and a space, that
// dashes precede, or -1. The form of SSH has a space after the dashes.
func (t *scan) armor(i int, word string) int {
	for {
		i = t.index(i, word)
		if i < 0 {
			return -1
		}
		dashes := t.back(i, space, 1)
		i += len(word)
		if t.at(dashes-1) == '-' && t.at(dashes-2) == '-' {
			return i
		}
	}
}
