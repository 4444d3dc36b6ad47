package repository

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// Workspace is the repository's go.work and the modules it uses.
type Workspace struct {
	Root    string    // absolute
	Go      string    // the version that go.work names
	Modules []*Module // sorted by Dir
}

// Open reads the workspace of the nearest directory at or above the working directory
// that has a go.work file.
func Open() (*Workspace, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return Load(dir)
		}
		if dir == filepath.Dir(dir) {
			return nil, errors.New("no go.work at or above the working directory; run this inside the repository")
		}
	}
}

// Load reads go.work in root and the go.mod of every module it uses.
func Load(root string) (*Workspace, error) {
	name := filepath.Join(root, "go.work")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil, err
	}
	w := &Workspace{Root: root, Go: file.Go.Version}
	for _, use := range file.Use {
		m, err := w.load(use.Path)
		if err != nil {
			return nil, fmt.Errorf("go.work uses %s: %w", use.Path, err)
		}
		w.Modules = append(w.Modules, m)
	}
	slices.SortFunc(w.Modules, func(a, b *Module) int { return strings.Compare(a.Dir, b.Dir) })
	return w, nil
}

func (w *Workspace) load(use string) (*Module, error) {
	dir := path.Clean(use)
	name := w.Join(dir, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, err := modfile.Parse(name, data, nil)
	if err != nil {
		return nil, err
	}
	if file.Module == nil || file.Go == nil {
		return nil, fmt.Errorf("%s has no module or no go line", name)
	}
	return &Module{Dir: dir, Use: use, File: file}, nil
}

// Join returns the absolute name of a file given relative to the root.
func (w *Workspace) Join(elem ...string) string {
	return filepath.Join(w.Root, filepath.FromSlash(path.Join(elem...)))
}

// Published returns the modules that are tagged.
func (w *Workspace) Published() []*Module {
	return slices.DeleteFunc(slices.Clone(w.Modules), func(m *Module) bool { return !m.Published() })
}

// InTools returns the published modules that may be part of a tool, whose users have
// any operating system. The server runs where SQLite does.
func (w *Workspace) InTools() []*Module {
	return slices.DeleteFunc(w.Published(), func(m *Module) bool { return m.Dir == "server" })
}

// Sibling returns the module of the workspace with that module path, or nil.
func (w *Workspace) Sibling(module string) *Module {
	for _, m := range w.Modules {
		if m.Path() == module {
			return m
		}
	}
	return nil
}

// Patterns returns the package patterns that mean all packages of the modules,
// for a command that runs in the root. There is no root module, so "./..."
// matches nothing there.
func Patterns(modules []*Module) []string {
	patterns := make([]string, len(modules))
	for i, m := range modules {
		patterns[i] = "./" + m.Dir + "/..."
	}
	return patterns
}
