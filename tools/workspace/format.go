package main

import (
	"golang.org/x/mod/modfile"

	"github.com/optin-go/optin/tools/internal/repository"
)

// format returns go.work with a replace line for each required sibling version
// and with no other replace line.
func format(w *repository.Workspace) ([]byte, error) {
	file, err := modfile.ParseWork("go.work", modfile.Format(w.File.Syntax), nil)
	if err != nil {
		return nil, err
	}
	want := w.Siblings()
	keep := map[string]bool{}
	for _, v := range want {
		keep[v.String()] = true
	}
	for _, r := range file.Replace {
		if !keep[r.Old.String()] {
			if err := file.DropReplace(r.Old.Path, r.Old.Version); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range want {
		if err := file.AddReplace(v.Path, v.Version, "./"+w.Sibling(v.Path).Dir, ""); err != nil {
			return nil, err
		}
	}
	file.SortBlocks()
	file.Cleanup()
	return modfile.Format(file.Syntax), nil
}
