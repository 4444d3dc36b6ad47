package main

import (
	"slices"
	"testing"

	"golang.org/x/mod/modfile"
)

func TestNewNeeds(t *testing.T) {
	t.Parallel()
	parse := func(text string) *modfile.File {
		file, err := modfile.Parse("go.mod", []byte(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	before := parse("module example.com/x/file\n\ngo 1.25.0\n\nrequire (\n\texample.com/x/core v0.1.0\n\texample.com/kept v1.0.0\n)\n")
	sibling := func(path string) bool { return path == "example.com/x/core" || path == "example.com/x/other" }
	for name, tt := range map[string]struct {
		after string
		want  []string
	}{
		"nothing":           {"go 1.25.0\n\nrequire example.com/kept v1.9.0\n", nil},
		"a sibling":         {"go 1.25.0\n\nrequire example.com/x/other v0.1.0\n", nil},
		"a module":          {"go 1.25.0\n\nrequire example.com/new/v2 v2.0.0 // indirect\n", []string{"example.com/new/v2"}},
		"a later Go":        {"go 1.26.0\n", []string{"go 1.26.0"}},
		"an earlier Go":     {"go 1.24.0\n", nil},
		"a later patch too": {"go 1.25.3\n", []string{"go 1.25.3"}},
	} {
		if got := newNeeds(before, parse("module example.com/x/file\n\n"+tt.after), sibling); !slices.Equal(got, tt.want) {
			t.Errorf("%s: gained %q, want %q", name, got, tt.want)
		}
	}
	for gained, want := range map[string]string{
		"example.com/new/v2": "new", "github.com/BurntSushi/toml": "toml", "gopkg.in/yaml.v3": "yaml", "go 1.26.0": "1.26",
	} {
		if got := shortName(gained); got != want {
			t.Errorf("%s is called %q, want %q", gained, got, want)
		}
	}
}
