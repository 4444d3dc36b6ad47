package main

import (
	"go/ast"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// target is one fuzz target.
type target struct {
	dir  string // of its package, relative to the repository's root
	name string // of its function
}

// targets returns the fuzz targets of all modules of the workspace.
func targets(w *repository.Workspace) ([]target, error) {
	var out []target
	for _, m := range w.Modules {
		sources, err := w.Sources(m)
		if err != nil {
			return nil, err
		}
		for _, s := range sources {
			out = append(out, in(s)...)
		}
	}
	return out, nil
}

// in returns the fuzz targets in one file.
func in(s *repository.Source) []target {
	if !s.Test {
		return nil
	}
	var out []target
	for _, d := range s.AST.Decls {
		f, ok := d.(*ast.FuncDecl)
		if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Fuzz") && len(f.Type.Params.List) == 1 {
			out = append(out, target{s.Dir(), f.Name.Name})
		}
	}
	return out
}
