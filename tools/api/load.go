package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// listed is what "go list" says of a package.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Export     string // the file with its types, as the compiler wrote them
	Module     *struct{ Path string }
}

// load returns the types of the packages of a module that its users can import,
// sorted by import path.
func load(w *repository.Workspace, m *repository.Module) ([]*types.Package, error) {
	all, err := list(w, m)
	if err != nil {
		return nil, err
	}
	// What a package imports is taken from the compiler; the package itself from
	// its source, because the compiler gives names of its own to results.
	exports := map[string]string{}
	set := token.NewFileSet()
	config := types.Config{
		IgnoreFuncBodies: true,
		Importer: importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) {
			return os.Open(exports[path])
		}),
	}
	var own []listed
	for _, p := range all {
		exports[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Path == m.Path() && !internal(p.ImportPath) {
			own = append(own, p)
		}
	}
	slices.SortFunc(own, func(a, b listed) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	var out []*types.Package
	for _, p := range own {
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
		checked, err := config.Check(p.ImportPath, set, files, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, checked)
	}
	return out, nil
}

// list returns the packages of a module, and those they link.
func list(w *repository.Workspace, m *repository.Module) ([]listed, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,GoFiles,Export,Module", "./"+m.Dir+"/...")
	cmd.Dir = w.Root
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.Bytes())
	}
	var out []listed
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
}

// internal reports whether the go command keeps a package from other modules.
func internal(path string) bool {
	return slices.Contains(strings.Split(path, "/"), "internal")
}
