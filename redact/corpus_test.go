package redact

import (
	"os"
	"strings"
	"testing"
)

// testIdentity is the machine that the corpus is written for.
var testIdentity = newIdentity("/home/alice", "thinkpad.lan", "alice")

func newScan(s string) *scan {
	return &scan{s: s, id: testIdentity, words: listedWords(), on: everyRule}
}

// corpusCase is a text and what String must make of it.
type corpusCase struct{ category, in, want string }

// corpus reads a file of testdata, whose first lines say how it is written.
func corpus(tb testing.TB, name string) []corpusCase {
	tb.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	plain := strings.NewReplacer("·", "", "⏎", "\n", "⇥", "\t")
	unmarked := strings.NewReplacer("⟦", "", "⟧", "", "⟪", "", "⟫", "")
	var cases []corpusCase
	category := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if title, ok := strings.CutPrefix(line, "# "); ok {
			category = title
			continue
		}
		if line == "" || strings.HasPrefix(line, "// ") {
			continue
		}
		cases = append(cases, corpusCase{category, plain.Replace(unmarked.Replace(line)), plain.Replace(expected(line))})
	}
	return cases
}

// expected replaces what is marked by what must stand there.
func expected(line string) string {
	for _, m := range [...]struct{ open, close, with string }{{"⟦", "⟧", placeholder}, {"⟪", "⟫", "~"}} {
		var out strings.Builder
		for {
			before, rest, ok := strings.Cut(line, m.open)
			out.WriteString(before)
			if !ok {
				break
			}
			out.WriteString(m.with)
			_, line, _ = strings.Cut(rest, m.close)
		}
		line = out.String()
	}
	return line
}

func TestT15RedactionRemovesCredentialsAndPersonalData(t *testing.T) {
	cases := corpus(t, "positives.txt")
	if len(cases) < 150 {
		t.Fatalf("%d positives, want at least 150", len(cases))
	}
	runCorpus(t, cases, "found")
}

func TestT15RedactionLeavesTheRestAlone(t *testing.T) {
	cases := corpus(t, "negatives.txt")
	if len(cases) < 150 {
		t.Fatalf("%d negatives, want at least 150", len(cases))
	}
	runCorpus(t, cases, "left alone")
}

// runCorpus fails for each case whose result is not the expected one, to the
// byte, and reports the share of the others by category.
func runCorpus(t *testing.T, cases []corpusCase, verb string) {
	t.Helper()
	r := &Redactor{id: testIdentity}
	good, total := map[string]int{}, map[string]int{}
	var order []string
	for _, c := range cases {
		if total[c.category]++; total[c.category] == 1 {
			order = append(order, c.category)
		}
		if got := r.String(c.in); got != c.want {
			t.Errorf("%s:\n in  %q\n got %q\nwant %q", c.category, c.in, got, c.want)
			continue
		}
		good[c.category]++
	}
	sum := 0
	for _, category := range order {
		t.Logf("%-22s %3d of %3d %s", category, good[category], total[category], verb)
		sum += good[category]
	}
	t.Logf("%-22s %3d of %3d %s (%.1f %%)", "all", sum, len(cases), verb, 100*float64(sum)/float64(len(cases)))
}

// Every case settles in one pass: the second one only confirms it. The
// give-up after the last pass is for texts that nobody writes.
func TestCorpusSettlesInOnePass(t *testing.T) {
	for _, name := range []string{"positives.txt", "negatives.txt"} {
		for _, c := range corpus(t, name) {
			s := newScan(c.in)
			s.pass()
			s.finish()
			first := s.s
			s.pass()
			s.finish()
			if s.s != first {
				t.Errorf("%q becomes %q and then %q", c.in, first, s.s)
			}
		}
	}
}
