package main

import (
	"errors"
	"go/version"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/optin-go/optin/tools/internal/repository"
)

// published returns a go.work of the published modules, for the oldest Go release
// that all of them support. Its names are absolute, so that it works anywhere.
func published(w *repository.Workspace) ([]byte, error) {
	modules := &repository.Workspace{Root: w.Root, Modules: w.Published()}
	var oldest string
	for _, m := range modules.Modules {
		if v := m.File.Go.Version; oldest == "" || version.Compare("go"+v, "go"+oldest) > 0 {
			oldest = v
		}
	}
	file := &modfile.WorkFile{Syntax: &modfile.FileSyntax{}}
	err := file.AddGoStmt(oldest)
	for _, m := range modules.Modules {
		err = errors.Join(err, file.AddUse(filepath.ToSlash(w.Join(m.Dir)), ""))
	}
	for _, v := range modules.Siblings() {
		err = errors.Join(err, file.AddReplace(v.Path, v.Version, filepath.ToSlash(w.Join(w.Sibling(v.Path).Dir)), ""))
	}
	return modfile.Format(file.Syntax), err
}
