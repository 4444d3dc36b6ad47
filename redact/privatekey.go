package redact

import "strings"

// privateKey removes a PEM private key whose dashes are at i, from BEGIN to END.
// What follows a BEGIN without an END goes too: the key may have been cut
// anywhere.
func (t *scan) privateKey(i int) bool {
	label := t.privateKeyAt(i)
	if label == 0 {
		return false
	}
	to := t.armor(label, "END ")
	if to < 0 {
		t.replace(i, len(t.s), placeholder)
		return true
	}
	to = t.runMax(to, alnum|under|space, 64)
	to = t.runMax(to, dash, 8)
	t.replace(i, to, placeholder)
	return true
}

// privateKeyAt returns where the label starts if dashes and the BEGIN of a private
// key are at i, and 0 if not. The form of SSH has a space after the dashes.
func (t *scan) privateKeyAt(i int) int {
	if t.at(i) != '-' || t.at(i+1) != '-' {
		return 0
	}
	label := t.runMax(i, dash, 8)
	if t.at(label) == ' ' {
		label++
	}
	if !t.starts(label, "BEGIN ") {
		return 0
	}
	label += len("BEGIN ")
	if end := t.runMax(label, alnum|space|dash|under, 80); !strings.Contains(t.s[label:end], "PRIVATE KEY") {
		return 0
	}
	return label
}

// armor returns the end of the next word, BEGIN or END and a space, that
// dashes precede, or -1.
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
