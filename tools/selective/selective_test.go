package selective

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var update = flag.Bool("update", false, "write the lists in testdata anew")

func TestEachModuleAlone(t *testing.T) {
	w := repositorytest.Open(t)
	proxy, versions := publish(t, w)
	cache := t.TempDir()
	known := map[string]string{} // go.sum lines of this repository, by what they are for
	for _, m := range w.Modules {
		for _, line := range goSum(t, w.Join(m.Dir, "go.sum")) {
			what, sum := split(line)
			known[what] = sum
		}
	}
	packages, err := w.List("linux/amd64", repository.Patterns(w.Published())...)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range w.Published() {
		t.Run(m.Dir, func(t *testing.T) {
			c := newConsumer(t, proxy, cache)
			c.run(t, "get", m.Path()+"@"+versions[m.Path()])
			c.write(t, "main.go", program(packages.In(m.Path())))
			golden(t, m, strings.TrimPrefix(c.run(t, "list", "-m", "all"), "example.com/consumer\n"))
			c.run(t, "build", "-o", "consumer.exe", ".")
			for _, line := range c.sums(t) {
				what, sum := split(line)
				if want := known[what]; want != "" && sum != want {
					t.Errorf("go.sum: %s is %s, and %s in this repository", what, sum, want)
				}
			}
		})
	}
}

// program returns a program that links the packages a user can import.
func program(packages []string) string {
	var b strings.Builder
	b.WriteString("package main\n\n")
	for _, path := range packages {
		if !strings.Contains(path, "/internal/") && !strings.HasSuffix(path, "/internal") {
			fmt.Fprintf(&b, "import _ %q\n", path)
		}
	}
	b.WriteString("\nfunc main() {}\n")
	return b.String()
}

// golden compares a module graph with its reviewed list.
func golden(t *testing.T, m *repository.Module, got string) {
	t.Helper()
	name := filepath.Join("testdata", strings.ReplaceAll(m.Dir, "/", "-")+".txt")
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("a user of this module alone gets\n%swhere %s says\n%s", got, name, want)
	}
}

// No list may outlive its module.
func TestGoldenListsAreCurrent(t *testing.T) {
	w := repositorytest.Open(t)
	lists, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range lists {
		base := strings.TrimSuffix(filepath.Base(name), ".txt")
		if !slices.ContainsFunc(w.Published(), func(m *repository.Module) bool { return strings.ReplaceAll(m.Dir, "/", "-") == base }) {
			t.Errorf("%s is for no published module", name)
		}
	}
}

func goSum(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// split cuts a line of go.sum into what it is for and the sum.
func split(line string) (what, sum string) {
	i := strings.LastIndex(line, " ")
	return line[:max(i, 0)], line[i+1:]
}
