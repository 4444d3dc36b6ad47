package api

import (
	"errors"
	"go/types"
	"os"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/optin-go/optin/tools/internal/repository"
)

// load returns the types of the packages of a module that its users can import,
// sorted by import path.
func load(w *repository.Workspace, m *repository.Module) ([]*types.Package, error) {
	loaded, err := packages.Load(&packages.Config{
		// The package itself is read from source: the compiler renames results.
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedSyntax | packages.NeedFiles | packages.NeedImports,
		Dir:  w.Root,
		Env:  append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0"),
	}, "./"+m.Dir+"/...")
	var out []*types.Package
	for _, p := range loaded {
		for _, mistake := range p.Errors {
			err = errors.Join(err, mistake)
		}
		if p.Name != "main" && !strings.Contains("/"+strings.TrimPrefix(p.PkgPath, m.Path())+"/", "/internal/") {
			out = append(out, p.Types)
		}
	}
	return out, err
}
