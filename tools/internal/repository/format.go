package repository

import (
	"strings"

	"golang.org/x/mod/modfile"
)

// Format returns go.work with a replace line for each required sibling version
// and with no other replace line.
func (w *Workspace) Format() ([]byte, error) {
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
		if err := file.AddReplace(v.Path, v.Version, local(w.Sibling(v.Path).Dir), ""); err != nil {
			return nil, err
		}
	}
	file.SortBlocks()
	file.Cleanup()
	return modfile.Format(file.Syntax), nil
}

// local returns the form in which a replace line names a directory.
func local(dir string) string {
	if dir == "." || dir == ".." || strings.HasPrefix(dir, "../") {
		return dir
	}
	return "./" + dir
}
