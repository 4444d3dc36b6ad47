package rules

import (
	"go/ast"
	"strconv"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// Calls finds what library code must not call: a panic or an exit would take the
// user's tool down, and printing would change its output.
func Calls(s *repository.Source) []Finding {
	var out []Finding
	names := importNames(s.AST)
	ast.Inspect(s.AST, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch f := ast.Unparen(call.Fun).(type) {
		case *ast.Ident:
			switch f.Name {
			case "panic", "print", "println":
				out = append(out, at(s, call, "calls %s; return an error", f.Name))
			}
		case *ast.SelectorExpr:
			x, ok := f.X.(*ast.Ident)
			if !ok {
				return true
			}
			switch path := names[x.Name]; {
			case path == "os" && f.Sel.Name == "Exit",
				path == "runtime" && f.Sel.Name == "Goexit",
				path == "fmt" && strings.HasPrefix(f.Sel.Name, "Print"),
				path == "log":
				out = append(out, at(s, call, "calls %s.%s; return an error", path, f.Sel.Name))
			}
		}
		return true
	})
	return out
}

// Inits finds init functions: importing a package must do nothing.
func Inits(s *repository.Source) []Finding {
	var out []Finding
	for _, d := range s.AST.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			out = append(out, at(s, f, "has an init function; importing a package must do nothing"))
		}
	}
	return out
}

// importNames maps the names by which a file speaks of its imports to their
// paths. A package whose name is not its path's last element is not found.
func importNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = path
	}
	return names
}
