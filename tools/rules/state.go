package rules

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/optin-go/optin/tools/internal/repository"
)

// State finds variables of a package that could hold state, which its users and
// tests would share unasked. The sources are the files of one package without its
// tests, whatever ports they are for.
//
// An error made by errors.New needs no leave, nor does an unexported table that is
// written out. Any other variable has its reason in reasons, by its name; a reason
// for a variable that is gone is found too. No variable may be changed, or pointed
// to, outside its declaration; and one without a reason is not given to the package's
// own functions or its users, who could change it.
func State(sources []*repository.Source, reasons map[string]string) []Finding {
	var out []Finding
	names, errs := map[string]bool{}, map[string]bool{}
	for _, s := range sources {
		for _, v := range variables(s) {
			names[v.name.Name] = v.name.Name != "_"
			errs[v.name.Name] = v.sentinel
			if !v.constant && reasons[v.name.Name] == "" {
				out = append(out, at(s, v.name, "package-level variable %s; give it a reason in the table, or make it a constant, a function, or a field", v.name.Name))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		if !names[name] {
			out = append(out, Finding("the table has a reason for "+name+", which is no variable any more; remove it"))
		}
	}
	for _, s := range sources {
		out = append(out, changes(s, names, errs, reasons)...)
	}
	return out
}

// A variable is one that a package declares outside functions.
type variable struct {
	name     *ast.Ident
	constant bool // as good as one, if nothing changes it
	sentinel bool // an error, which nobody can change by another name
}

func variables(s *repository.Source) []variable {
	var out []variable
	imports := importNames(s.AST)
	for _, d := range s.AST.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, name := range v.Names {
				if name.Name != "_" || i < len(v.Values) && calls(v.Values[i], imports) {
					single := len(v.Values) == len(v.Names)
					isError := single && sentinel(v.Values[i], imports)
					out = append(out, variable{name, isError || single && table(name, v.Values[i], imports), isError})
				}
			}
		}
	}
	return out
}

// sentinel reports whether a value is an error that is made once, to be compared
// with.
func sentinel(value ast.Expr, imports map[string]string) bool {
	call, ok := ast.Unparen(value).(*ast.CallExpr)
	if !ok {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := f.X.(*ast.Ident)
	return ok && imports[x.Name] == "errors" && f.Sel.Name == "New"
}

// table reports whether a variable is a list that is written out, and only this
// package's.
func table(name *ast.Ident, value ast.Expr, imports map[string]string) bool {
	literal, ok := ast.Unparen(value).(*ast.CompositeLit)
	return ok && !name.IsExported() && !lock(literal.Type, imports) && !calls(literal, imports)
}

// calls reports whether a value is made by calling something when the program starts:
// anything may happen there. That errors are made is known, and so are conversions that
// show that they are.
func calls(value ast.Expr, imports map[string]string) bool {
	found := false
	ast.Inspect(value, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // which is called later
		case *ast.CallExpr:
			switch ast.Unparen(n.Fun).(type) {
			case *ast.StarExpr, *ast.ArrayType, *ast.MapType, *ast.InterfaceType, *ast.FuncType:
			default:
				found = found || !sentinel(n, imports)
			}
		}
		return true
	})
	return found
}

// lock reports whether a type is one of sync or sync/atomic: what is locked or
// counted changes.
func lock(typ ast.Expr, imports map[string]string) bool {
	if generic, ok := typ.(*ast.IndexExpr); ok {
		typ = generic.X
	}
	selector, ok := typ.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := selector.X.(*ast.Ident)
	return ok && (imports[x.Name] == "sync" || imports[x.Name] == "sync/atomic")
}

// changes finds assignments to the variables called names, pointers to them, and what
// gives them away.
func changes(s *repository.Source, names, errs map[string]bool, reasons map[string]string) []Finding {
	uses := resolve(s)
	var out []Finding
	check := func(e ast.Expr, verb string) {
		name := root(e)
		if name == nil || !names[name.Name] {
			return
		}
		if o := uses[name]; o == nil || o.Parent() == o.Pkg().Scope() {
			out = append(out, at(s, name, "%s the package-level variable %s", verb, name.Name))
		}
	}
	// Whoever has a map or a slice by another name can change it.
	given := func(e ast.Expr, verb string) {
		if name, whole := ast.Unparen(e).(*ast.Ident); whole && !errs[name.Name] && reasons[name.Name] == "" {
			check(e, verb)
		}
	}
	ast.Inspect(s.AST, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				check(e, "changes")
			}
			for _, e := range n.Rhs {
				given(e, "gives another name to")
			}
		case *ast.ReturnStmt:
			for _, e := range n.Results {
				given(e, "gives away")
			}
		case *ast.CallExpr:
			f, plain := n.Fun.(*ast.Ident)
			method, ok := n.Fun.(*ast.SelectorExpr)
			switch {
			case ok:
				given(method.X, "calls a method of")
			case plain && (f.Name == "delete" || f.Name == "clear" || f.Name == "copy") && len(n.Args) > 0:
				check(n.Args[0], "changes")
			case plain && f.Name != "len":
				for _, e := range n.Args {
					given(e, "gives away")
				}
			}
		case *ast.IncDecStmt:
			check(n.X, "changes")
		case *ast.RangeStmt:
			check(n.Key, "changes")
			check(n.Value, "changes")
		case *ast.UnaryExpr:
			// A pointer to an element of a table is how a table is read without
			// copying; a pointer to the whole is how it would be changed elsewhere.
			if _, whole := ast.Unparen(n.X).(*ast.Ident); whole && n.Op == token.AND {
				check(n.X, "takes the address of")
			}
		}
		return true
	})
	return out
}

// root returns the variable that an assignment to e changes, if e names one.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// resolve maps the identifiers of one file to what they stand for. Those that
// other files or other packages declare are left out.
func resolve(s *repository.Source) map[*ast.Ident]types.Object {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Error: func(error) {}}
	_, _ = config.Check(s.Dir(), s.Set, []*ast.File{s.AST}, info) // reports what is left out
	maps.Copy(info.Uses, info.Defs)                               // x := 1 declares, and is an assignment
	return info.Uses
}
