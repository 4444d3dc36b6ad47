package rules

import (
	"go/ast"
	"go/build"
	"go/build/constraint"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// EveryPort finds what is exported from a file that is built on some ports only:
// a user's code that speaks of it would compile on some ports only.
func EveryPort(s *repository.Source) []Finding {
	if !constrained(s) || slices.Contains(strings.Split(s.Dir(), "/"), "internal") {
		return nil
	}
	var out []Finding
	find := func(name *ast.Ident) {
		if name.IsExported() {
			out = append(out, at(s, name, "%s is exported on some ports only; declare it in a file without build constraints", name.Name))
		}
	}
	for _, d := range s.AST.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d)) {
				find(d.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					find(spec.Name)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						find(name)
					}
				}
			}
		}
	}
	return out
}

// constrained reports whether a file's name or its text limits it to some ports.
func constrained(s *repository.Source) bool {
	for _, group := range s.AST.Comments {
		for _, c := range group.List {
			if c.Pos() < s.AST.Package && constraint.IsGoBuild(c.Text) {
				return true
			}
		}
	}
	nowhere := build.Context{GOOS: "none", GOARCH: "none", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p")), nil
	}}
	match, err := nowhere.MatchFile("", path.Base(s.Name))
	return err == nil && !match
}
