package redact

import "strings"

// privateKeys removes PEM private keys, from BEGIN to END. What follows a BEGIN
// without an END goes too: the key may have been cut anywhere.
func (t *scan) privateKeys() {
	for i := 0; ; {
		b := t.find(i, "-- BEGIN ")
		if a := t.find(i, "--BEGIN "); a >= 0 && (b < 0 || a < b) {
			b = a
		}
		if b < 0 {
			return
		}
		label := strings.IndexByte(t.s[b:], 'N') + b + 2
		end := t.runMax(label, alnum|space|dash|under, 80)
		if !strings.Contains(t.s[label:end], "PRIVATE KEY") {
			i = label
			continue
		}
		from := t.back(b, dash, 8)
		to := t.find(label, "-END ")
		if to < 0 {
			to = t.find(label, "- END ")
		}
		if to < 0 {
			t.replace(from, len(t.s), placeholder)
			return
		}
		to = t.runMax(to+6, alnum|under|space, 64)
		to = t.runMax(to, dash, 8)
		t.replace(from, to, placeholder)
		i = to
	}
}
