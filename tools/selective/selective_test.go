package selective

import (
	"errors"
	"flag"
	"io/fs"
	"maps"
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
		for _, m := range r.InTools() {
			t.Run(m.Dir, func(t *testing.T) {
				c := newConsumer(t, r.proxy, cache)
				c.run(t, "get", m.Path()+"@"+r.newest(t, m.Dir))
				c.write(t, "main.go", program(t, m))
				compare(t, m, c.gets(t, r.Workspace))
				c.run(t, "build", m.Path()+"/...") // what the program does not import, too
				if uses[m.Dir] != "" {
					c.run(t, "test", "-vet=off", "-run=^Example", m.Path())
				}
				c.run(t, "mod", "vendor")
				c.offline(t).run(t, "build", "-o", binary, ".")
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
	return g
}

// list returns the name of the reviewed list of a module.
func list(m *repository.Module) string {
	return filepath.Join("testdata", strings.ReplaceAll(m.Dir, "/", "-")+".txt")
}

// compare compares what is got with the reviewed list.
func compare(t *testing.T, m *repository.Module, got gets) {
	t.Helper()
	name := list(m)
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

// No list and no entry of the table may outlive its module.
func TestListsAreCurrent(t *testing.T) {
	w := repositorytest.Open(t)
	names, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil {
		t.Fatal(err)
	}
	left := maps.Clone(uses)
	for _, m := range w.InTools() {
		names = slices.DeleteFunc(names, func(name string) bool { return name == list(m) })
		delete(left, m.Dir)
	}
	if len(names) > 0 || len(left) > 0 {
		t.Errorf("for no published module; delete them: %v %v", names, left)
	}
}
