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

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var update = flag.Bool("update", false, "write the lists in testdata anew")

// command is what writes the lists.
const command = "go test ./tools/selective -update"

// TestSelective rehearses a release once, for all that is tested of it.
func TestSelective(t *testing.T) {
	if !*update {
		wholetest.Only(t)
	}
	r := rehearse(t, repositorytest.Open(t))
	cache := t.TempDir()
	t.Run("each module alone", func(t *testing.T) {
		known := r.known(t)
		packages, err := r.List("linux/amd64", repository.Patterns(r.InTools())...)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range r.InTools() {
			t.Run(m.Dir, func(t *testing.T) {
				c := newConsumer(t, r.proxy, cache)
				c.run(t, "get", m.Path()+"@"+r.newest(t, m.Dir))
				c.write(t, "main.go", program(t, m, packages.In(m.Path())))
				got := c.gets(t, r.Workspace)
				compare(t, m, got)
				for _, line := range c.sums(t) {
					what, sum := split(line)
					if want := known[what]; want != "" && sum != want {
						t.Errorf("go.sum: %s is %s, and %s in this repository", what, sum, want)
					}
				}
				c.run(t, "build", m.Path()+"/...") // what the program does not import, too
				c.vendored(t, got)
			})
		}
	})
	t.Run("older siblings", func(t *testing.T) { older(t, r, cache) })
}

// gets finds out what the consumer gets with its program.
func (c *consumer) gets(t *testing.T, w *repository.Workspace) gets {
	t.Helper()
	linux := c.port("linux", "amd64")
	linux.run(t, "build", "-ldflags=-s -w", "-o", binary, ".")
	info, err := os.Stat(filepath.Join(c.dir, binary))
	if err != nil {
		t.Fatal(err)
	}
	g := gets{modules: modules(w, c.graph(t)), size: info.Size()}
	for line := range strings.Lines(linux.run(t, "list", "-deps", "-f", "{{.Standard}} {{.ImportPath}}", ".")) {
		standard, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case path == "net/http":
			g.http = true
		case standard == "false" && path != "example.com/consumer":
			g.packages = append(g.packages, path)
		}
	}
	slices.Sort(g.packages)
	c.run(t, "build", "-ldflags=-s -w", "-o", binary, ".")
	g.prints = c.program(t)
	return g
}

// vendored expects that the program builds from a vendor directory with the network
// off, and does the same.
func (c *consumer) vendored(t *testing.T, want gets) {
	t.Helper()
	c.run(t, "mod", "vendor")
	if err := os.Remove(filepath.Join(c.dir, binary)); err != nil {
		t.Fatal(err)
	}
	c.offline(t).run(t, "build", "-ldflags=-s -w", "-o", binary, ".")
	if got := c.program(t); got != want.prints {
		t.Errorf("from the vendor directory, the program prints\n%s\nwant\n%s", got, want.prints)
	}
}

// known returns the sums in this repository's go.sum files, by what they are for.
func (r *rehearsal) known(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range r.Modules {
		for _, line := range goSum(t, r.Join(m.Dir, "go.sum")) {
			what, sum := split(line)
			out[what] = sum
		}
	}
	return out
}

// split cuts a line of go.sum into what it is for and the sum.
func split(line string) (what, sum string) {
	i := strings.LastIndex(line, " ")
	return line[:max(i, 0)], line[i+1:]
}

// directory returns the directory under testdata that belongs to a module.
func directory(m *repository.Module) string {
	return filepath.Join("testdata", strings.ReplaceAll(m.Dir, "/", "-"))
}

// program returns the program that belongs to a module.
func program(t *testing.T, m *repository.Module, packages []string) string {
	t.Helper()
	name := filepath.Join(directory(m), "main.go")
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		text = []byte(imports(packages))
		if *update {
			err = errors.Join(os.MkdirAll(directory(m), 0o755), os.WriteFile(name, text, 0o644))
		} else {
			t.Errorf("%s is missing; write a program that uses %s, or let this do it: %s", name, m.Path(), command)
			err = nil
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// imports returns a program that links the packages a user can import.
func imports(packages []string) string {
	var b strings.Builder
	b.WriteString("// Command main links what can be imported.\npackage main\n\nimport (\n")
	for _, path := range packages {
		if !strings.Contains(path, "/internal/") && !strings.HasSuffix(path, "/internal") {
			fmt.Fprintf(&b, "\t_ %q\n", path)
		}
	}
	b.WriteString(")\n\nfunc main() {}\n")
	return b.String()
}

// compare compares what is got with the reviewed list.
func compare(t *testing.T, m *repository.Module, got gets) {
	t.Helper()
	name := filepath.Join(directory(m), "gets.txt")
	want, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	text := got.within(string(want)).String()
	switch {
	case text == string(want):
	case *update:
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("what a user of this module alone gets is not what %s says:\n%s%sIf that is meant, run %s", name,
			missing("- ", string(want), text), missing("+ ", text, string(want)), command)
	}
}

// missing returns the lines of a text that another has not, each after a mark.
func missing(mark, text, other string) string {
	lines := strings.Split(other, "\n")
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if !slices.Contains(lines, line) {
			b.WriteString(mark + line + "\n")
		}
	}
	return b.String()
}

// No list may outlive its module.
func TestListsAreCurrent(t *testing.T) {
	w := repositorytest.Open(t)
	names, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !slices.ContainsFunc(w.InTools(), func(m *repository.Module) bool { return directory(m) == name }) {
			t.Errorf("%s is for no published module; delete it", name)
		}
	}
}
