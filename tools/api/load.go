package api

import (
	"errors"
	"go/types"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/optin-go/optin/tools/internal/repository"
)

// modules returns the published modules that have an API: users cannot import what
// internal has, and run the server.
func modules(w *repository.Workspace) []*repository.Module {
	return slices.DeleteFunc(w.InTools(), func(m *repository.Module) bool { return m.Dir == "internal" })
}

// load returns the types of the packages that users can import, by module path, each
// sorted by import path.
func load(w *repository.Workspace) (map[string][]*types.Package, error) {
	loaded, err := packages.Load(&packages.Config{
		// The package itself is read from source: the compiler renames results.
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedSyntax | packages.NeedFiles | packages.NeedImports | packages.NeedModule,
		Dir:  w.Root,
		Env:  append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0"),
	}, repository.Patterns(modules(w))...)
	out := map[string][]*types.Package{}
	for _, p := range loaded {
		for _, mistake := range p.Errors {
			err = errors.Join(err, mistake)
		}
		path := p.Module.Path
		if p.Name != "main" && !strings.Contains(strings.TrimPrefix(p.PkgPath, path)+"/", "/internal/") {
			out[path] = append(out[path], p.Types)
		}
	}
	return out, err
}
