package redact

import "testing"

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

// Each list ends its words in the letter it is listed under.
func TestKeyWordsAreListedByTheirLastLetter(t *testing.T) {
	for i, list := range keyWords {
		for _, w := range list {
			if got := w.word[len(w.word)-1]; got != byte('a'+i) {
				t.Errorf("%q is listed under %q", w.word, 'a'+i)
			}
			if w.kind == keyNone {
				t.Errorf("%q promises nothing", w.word)
			}
			if kindOf(w.word) == keyNone {
				t.Errorf("%q is not found", w.word)
			}
		}
	}
}
