package repository

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Source is one Go file, whatever its build constraints.
type Source struct {
	Name string // relative to the repository's root, with slashes
	Test bool   // the name ends in _test.go
	Set  *token.FileSet
	AST  *ast.File
}

// Dir returns the directory of the file, relative to the repository's root.
func (s *Source) Dir() string { return path.Dir(s.Name) }

// Parse reads one Go file from text.
func Parse(name string, text []byte) (*Source, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &Source{Name: name, Test: strings.HasSuffix(name, "_test.go"), Set: set, AST: file}, nil
}

// Sources parses the Go files of the module, those of modules nested in it and
// of testdata directories excepted.
func (w *Workspace) Sources(m *Module) ([]*Source, error) {
	var out []*Source
	top := w.Join(m.Dir)
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != top && skipped(name):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(w.Root, name)
		if err != nil {
			return err
		}
		s, err := Parse(filepath.ToSlash(rel), text)
		out = append(out, s)
		return err
	})
	return out, err
}

// skipped reports whether the go command leaves dir out of the module around it.
func skipped(dir string) bool {
	base := filepath.Base(dir)
	if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}
