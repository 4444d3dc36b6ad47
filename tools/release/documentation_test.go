package main

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

const guide = "docs/releasing.md"

// What the guide tells a maintainer to type is what the program knows.
func TestGuideNamesTheCommands(t *testing.T) {
	w := repositorytest.Open(t)
	text, err := os.ReadFile(w.Join(guide))
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, c := range commands {
		have = append(have, c.name)
	}
	slices.Sort(have)
	named := map[string]bool{}
	for _, match := range regexp.MustCompile("go run ./tools/release ([a-z]+)([^`\n#]*)").FindAllStringSubmatch(string(text), -1) {
		named[match[1]] = true
		for word := range strings.FieldsSeq(match[2]) {
			name := strings.TrimLeft(word, "-")
			if name != word && flagSet(&options{}).Lookup(name) == nil {
				t.Errorf("%s names the flag %s, which the program does not know", guide, word)
			}
		}
	}
	if got := slices.Sorted(maps.Keys(named)); !slices.Equal(got, have) {
		t.Errorf("%s names the commands %q, and the program has %q", guide, got, have)
	}
	flagSet(&options{}).VisitAll(func(f *flag.Flag) {
		if !strings.Contains(string(text), "-"+f.Name) {
			t.Errorf("%s does not name the flag -%s", guide, f.Name)
		}
	})
}

// The plan that the guide shows is that of the first release.
func TestGuideShowsThePlan(t *testing.T) {
	w := repositorytest.Open(t)
	text, err := os.ReadFile(w.Join(guide))
	if err != nil {
		t.Fatal(err)
	}
	var modules []*module
	for _, m := range w.Published() {
		modules = append(modules, &module{Module: m, change: first, next: required("", first, m.Path())})
	}
	var out bytes.Buffer
	r := &release{out: &out}
	if r.modules, err = order(modules); err != nil {
		t.Fatal(err)
	}
	if err := r.print(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.ReplaceAll(string(text), "\r\n", "\n"), "$ go run ./tools/release plan\n"+out.String()+"```\n") {
		t.Errorf("%s should show this plan of the first release:\n%s", guide, out.String())
	}
}
