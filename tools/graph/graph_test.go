package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

func TestPicturesAreCurrent(t *testing.T) {
	w := repositorytest.Open(t)
	g := newGraph(w)
	for name, draw := range pictures {
		if err := current(w.Join(name), draw(g)); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryModuleIsInThePicture(t *testing.T) {
	w := repositorytest.Open(t)
	picture := string(svg(newGraph(w)))
	for _, m := range w.Modules {
		if m.Published() && !strings.Contains(picture, ">"+m.Dir+"</text>") {
			t.Errorf("%s has no card", m.Dir)
		}
		if !strings.Contains(picture, m.Dir) {
			t.Errorf("%s is not named", m.Dir)
		}
	}
}

// example returns a graph of modules given as "name: requirement requirement".
func example(t *testing.T, lines ...string) *graph {
	t.Helper()
	w := new(repository.Workspace)
	for _, line := range lines {
		name, requires, _ := strings.Cut(line, ": ")
		var text strings.Builder
		fmt.Fprintf(&text, "module x.test/%s\ngo 1.25.0\n", name)
		for r := range strings.FieldsSeq(requires) {
			fmt.Fprintf(&text, "require %s v1.0.0\n", r)
		}
		file, err := modfile.Parse("go.mod", []byte(text.String()), nil)
		if err != nil {
			t.Fatal(err)
		}
		w.Modules = append(w.Modules, &repository.Module{Dir: name, File: file})
	}
	return newGraph(w)
}

func TestGraph(t *testing.T) {
	g := example(t,
		"app: x.test/mid x.test/base x.test/leaf github.com/b/b github.com/a/a",
		"base",
		"leaf",
		"mid: x.test/base",
		"side: x.test/base",
		"tools: x.test/app",
	)
	var got []string
	for _, layer := range g.layers() {
		for _, n := range layer {
			got = append(got, fmt.Sprintf("%d %s %s %s", n.layer, n.name, n.requires, n.thirdParty))
		}
	}
	want := []string{
		"2 app [leaf mid] [github.com/a/a github.com/b/b]",
		"1 leaf [] []",
		"1 mid [base] []",
		"1 side [base] []",
		"0 base [] []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !slices.Equal(g.apart, []string{"tools"}) {
		t.Errorf("never published: %q, want tools", g.apart)
	}
}

func TestCardsDoNotOverlap(t *testing.T) {
	w := repositorytest.Open(t)
	for _, g := range []*graph{newGraph(w), example(t, "a: x.test/c", "b: x.test/c", "c", "d: x.test/a x.test/b", "e: x.test/d", "f: x.test/d")} {
		cards, width, height := layout(g)
		for _, c := range cards {
			if c.x < 0 || c.y < 0 || c.x+cardWidth > width || c.y+c.height > height {
				t.Errorf("%s is not in the picture", c.name)
			}
			for _, other := range cards {
				if c != other && c.x == other.x && c.y < other.y+other.height && other.y < c.y+c.height {
					t.Errorf("%s and %s overlap", c.name, other.name)
				}
			}
			for _, to := range c.requires {
				if cards[to].x <= c.x {
					t.Errorf("the arrow from %s to %s does not lead to the right", c.name, to)
				}
			}
		}
	}
}

func TestSVG(t *testing.T) {
	g := example(t, "a: x.test/b github.com/who/what", "b")
	picture := svg(g)
	for _, want := range []string{`<title id="title">`, `<desc id="desc">a requires b, who/what. b requires nothing.</desc>`, "prefers-color-scheme: dark", `>who/what</text>`} {
		if !bytes.Contains(picture, []byte(want)) {
			t.Errorf("the picture lacks %s", want)
		}
	}
	for dec := xml.NewDecoder(bytes.NewReader(picture)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(picture, svg(example(t, "a: x.test/b github.com/who/what", "b"))) {
		t.Error("the same graph was drawn otherwise")
	}
}

func TestMermaid(t *testing.T) {
	got := string(mermaid(example(t, "a: x.test/b/c example.com/d-e", "b/c")))
	want := "%% Written by go run ./tools/graph.\n" + `flowchart LR
  a["a"]
  b_c["b/c"]
  a --> b_c
  a -.-> example_com_d_e(["example.com/d-e"]):::thirdParty
  classDef thirdParty stroke-dasharray: 4 3
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCurrent(t *testing.T) {
	name := filepath.Join(t.TempDir(), "picture")
	if err := current(name, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(name, []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := current(name, []byte("a")); err != nil {
		t.Error(err)
	}
	if err := current(name, []byte("b")); err == nil || !strings.Contains(err.Error(), "go run ./tools/graph") {
		t.Errorf("another text: %v; it must say what to run", err)
	}
}
