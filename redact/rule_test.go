package redact

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// samples returns what stands in the comments of the rows, by the rows' IDs.
func samples(tb testing.TB) (hits, misses map[string][]corpusCase) {
	tb.Helper()
	source, err := os.ReadFile("rule.go")
	if err != nil {
		tb.Fatal(err)
	}
	plain := strings.NewReplacer("·", "", "⏎", "\n")
	unmarked := strings.NewReplacer("⟦", "", "⟧", "", "⟪", "", "⟫", "")
	hits, misses = map[string][]corpusCase{}, map[string][]corpusCase{}
	var plus, minus []corpusCase
	for line := range strings.Lines(string(source)) {
		line = strings.TrimRight(line, "\n")
		if text, ok := strings.CutPrefix(line, "\t//\t+ "); ok {
			plus = append(plus, corpusCase{"", plain.Replace(unmarked.Replace(text)), plain.Replace(expected(text))})
		}
		if text, ok := strings.CutPrefix(line, "\t//\t- "); ok {
			minus = append(minus, corpusCase{"", plain.Replace(text), plain.Replace(text)})
		}
		if _, row, ok := strings.Cut(line, `{id: "`); ok && strings.HasPrefix(line, "\trule") {
			id, _, _ := strings.Cut(row, `"`)
			hits[id], misses[id], plus, minus = plus, minus, nil, nil
		}
	}
	return hits, misses
}

func TestEachRowHasSamplesThatHold(t *testing.T) {
	hits, misses := samples(t)
	for n := range rules {
		id := rules[n].id
		if len(hits[id]) == 0 || len(misses[id]) == 0 {
			t.Errorf("%s has %d samples of what goes and %d of what stays, want one of each at least", id, len(hits[id]), len(misses[id]))
		}
		for _, c := range slices.Concat(hits[id], misses[id]) {
			if got := builtin(c.in, testIdentity); got != c.want {
				t.Errorf("%s:\n in  %q\n got %q\nwant %q", id, c.in, got, c.want)
			}
		}
	}
}

func TestARuleCanBeTurnedOff(t *testing.T) {
	hits, _ := samples(t)
	for n := range rules {
		id := rules[n].id
		r := (&Redactor{id: testIdentity}).Without(id)
		for _, c := range hits[id] {
			if got := r.String(c.in); got == c.want {
				t.Errorf("%s is turned off, and %q still becomes %q", id, c.in, got)
			}
		}
	}
	token := "got ghp_abcdefghijklmnopqrst there"
	if got := New().Without("token:github").String(token); got != token {
		t.Errorf("without token:github: %q", got)
	}
	if got := New().Without("token:gitlab", "no such rule").String(token); got != "got [redacted] there" {
		t.Errorf("without token:gitlab: %q", got)
	}
}

func TestWithoutKeepsTheRestAndTheOriginal(t *testing.T) {
	r := New(strings.ToUpper)
	less := r.Without("email").Without("ip")
	const text = "bob@example.com 10.1.2.3 password=x"
	if got, want := less.String(text), "BOB@EXAMPLE.COM 10.1.2.3 PASSWORD=[REDACTED]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := r.String(text), "[REDACTED] [REDACTED] PASSWORD=[REDACTED]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var none *Redactor
	if got, want := none.Without("email").String(text), "bob@example.com [redacted] password=[redacted]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBuiltInListsEachRuleOnce(t *testing.T) {
	ids := BuiltIn()
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("not sorted, or one is twice: %q", ids)
	}
	for _, id := range []string{"email", "credential", "token", "token:github", "token:telegram"} {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is missing", id)
		}
	}
}
