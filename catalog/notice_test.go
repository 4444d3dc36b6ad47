package catalog_test

import (
	"fmt"
	"testing"

	"github.com/optin-go/optin/catalog"
)

// outcomes declares one event with an Enum of values.
func outcomes(values ...string) *catalog.Catalog {
	c := catalog.New("mytool", "why")
	c.Event("command.invoke", "one run", c.Enum("outcome", "how it ended", values...))
	return c
}

func TestNoticeCoversWhatIsNotMore(t *testing.T) {
	full := newTool(t)
	const host, other = "telemetry.example.org", "stats.example.com"
	reworded := catalog.New("mytool", "other words")
	reworded.Event("command.invoke", "in other words", reworded.Enum("outcome", "likewise", "error", "ok"))
	tests := map[string]struct {
		agreed, present catalog.Notice
		want            bool
	}{
		"the same":                    {full.Notice(host), full.Notice(host), true},
		"a recipient in capitals":     {full.Notice(host), full.Notice("Telemetry.Example.ORG"), true},
		"other words and order":       {outcomes("ok", "error").Notice(host), reworded.Notice(host), true},
		"fewer values":                {outcomes("ok", "error").Notice(host), outcomes("ok").Notice(host), true},
		"more values":                 {outcomes("ok").Notice(host), outcomes("ok", "error").Notice(host), false},
		"fewer events":                {full.Notice(host), catalog.New("mytool", "why").Notice(host), false},
		"another recipient":           {full.Notice(host), full.Notice(other), false},
		"stays here now":              {full.Notice(host), full.Notice(""), true},
		"fewer values that stay here": {outcomes("ok", "error").Notice(host), outcomes("ok").Notice(""), true},
		"sent now":                    {full.Notice(""), full.Notice(host), false},
		"nothing agreed":              {"", full.Notice(host), false},
		"nothing declared":            {full.Notice(host), "", false},
		"an older record's hash":      {catalog.Notice(full.Version()), full.Notice(host), false},
		"a damaged record":            {full.Notice(host)[1:], full.Notice(host), false},
		"a hash that is not its own":  {"000000000000" + full.Notice(host)[12:], full.Notice(""), false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.agreed.Covers(test.present); got != test.want {
				t.Errorf("%q covers %q: %v, want %v", test.agreed, test.present, got, test.want)
			}
		})
	}
}

func TestTwoVersionsOfAToolKeepEachOthersConsent(t *testing.T) {
	old, next := outcomes("ok", "error").Notice("a"), outcomes("ok", "cancelled").Notice("a")
	both := old.With(next)
	if !both.Covers(old) || !both.Covers(next) {
		t.Errorf("%q does not cover both", both)
	}
	if elsewhere := outcomes("ok").Notice("b"); old.With(elsewhere) != elsewhere {
		t.Error("what was agreed for one recipient is agreed for another")
	}
	if got := catalog.Notice("").With(next); got != next {
		t.Errorf("without an earlier consent %q, want %q", got, next)
	}
}

func TestNoticeFitsIntoARecord(t *testing.T) {
	many := make([]string, 2000)
	for i := range many {
		many[i] = fmt.Sprint("word", i)
	}
	large, larger := outcomes(many[1:]...).Notice("a"), outcomes(many...).Notice("a")
	if len(large) > 100 || large == larger {
		t.Fatalf("notices of 2,000 values: %q and %q", large, larger)
	}
	if !large.Covers(large) || larger.Covers(large) {
		t.Error("a notice with too many things covers itself alone")
	}
	var half []string
	for i := range 300 {
		half = append(half, fmt.Sprint("other", i))
	}
	a, b := outcomes(many[:300]...).Notice("a"), outcomes(half...).Notice("a")
	if len(a) > 3000 || a.With(b) != b {
		t.Error("two notices that do not fit together: the last one must count alone")
	}
}

func TestNoticeOfAKnownCatalog(t *testing.T) {
	got := outcomes("ok", "error").Notice("telemetry.example.org")
	if want := catalog.Notice("3cbb09ac0f70.KB8z-E.MyXGamft4rWBmwPDVIyHU5YJ"); got != want {
		t.Errorf("notice %q, want %q", got, want)
	}
}
