package redact

import (
	"strings"
	"testing"
)

// The short cut in vendorTokens rests on what the table holds.
func TestNoVendorTokenIsShorterThanTheShortCut(t *testing.T) {
	seen := map[string]bool{}
	for n, v := range vendors {
		if n > 0 && (vendors[n-1].prefix[0] > v.prefix[0] || vendors[n-1].prefix[0] == v.prefix[0] && len(vendors[n-1].prefix) < len(v.prefix)) {
			t.Errorf("%q is not in its place", v.prefix)
		}
		if seen[v.prefix] {
			t.Errorf("%q is listed twice", v.prefix)
		}
		seen[v.prefix] = true
		if v.min > judged {
			t.Errorf("%q needs %d bytes, of which only %d are looked at", v.prefix, v.min, judged)
		}
		if !is(v.prefix[0], wordChar) {
			continue // the short cut is for words
		}
		if len(v.prefix)+v.min < tokenMin {
			t.Errorf("%q is %d bytes long at least, below %d", v.prefix, len(v.prefix)+v.min, tokenMin)
		}
		for i := range len(v.prefix) {
			if !is(v.prefix[i], tokenChars) {
				t.Errorf("%q has a byte that no token begins with", v.prefix)
			}
		}
		if v.body&^(tokenChars|hex) != 0 {
			t.Errorf("%q has a body that the short cut does not know", v.prefix)
		}
	}
	t.Logf("%d prefixes", len(seen))
}

// A word of the table must be found as a key, alone and as the end of a longer one.
func TestEveryKeyWordIsFound(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range keyWords {
		if seen[w.word] {
			t.Errorf("%q is listed twice", w.word)
		}
		seen[w.word] = true
		for _, key := range []string{w.word, "my_" + w.word, "x-" + w.word + "-2", strings.ToUpper(w.word)} {
			if kindOf(key) == keyNone {
				t.Errorf("%q is not found", key)
			}
		}
	}
}
