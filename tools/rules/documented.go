package rules

import (
	"go/ast"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// Documented finds exported identifiers without a comment that begins with their
// name. In a group of constants or variables, the group's comment or the line's
// own will do, and need not begin with a name; so it is with the methods of an
// interface. A method counts if its receiver's type is exported.
func Documented(s *repository.Source) []Finding {
	var out []Finding
	for _, d := range s.AST.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) {
				out = append(out, documented(s, d.Name, d.Doc)...)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				out = append(out, documentedSpec(s, d, spec)...)
			}
		}
	}
	return out
}

func documentedSpec(s *repository.Source, d *ast.GenDecl, spec ast.Spec) []Finding {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if !spec.Name.IsExported() {
			return nil
		}
		doc := spec.Doc
		if doc == nil && !d.Lparen.IsValid() {
			doc = d.Doc
		}
		return append(documented(s, spec.Name, doc), documentedMethods(s, spec)...)
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			switch {
			case !name.IsExported():
			case !d.Lparen.IsValid():
				return documented(s, name, d.Doc)
			case d.Doc == nil && spec.Doc == nil && spec.Comment == nil:
				return []Finding{at(s, name, "%s has no comment", name.Name)}
			}
		}
	}
	return nil
}

// documentedMethods finds exported methods of an interface without a comment. Whoever
// implements it has nothing else to go by.
func documentedMethods(s *repository.Source, spec *ast.TypeSpec) []Finding {
	typ, ok := spec.Type.(*ast.InterfaceType)
	if !ok {
		return nil
	}
	var out []Finding
	for _, m := range typ.Methods.List {
		for _, name := range m.Names { // none if it is embedded
			if name.IsExported() && m.Doc == nil && m.Comment == nil {
				out = append(out, at(s, name, "%s.%s has no comment", spec.Name.Name, name.Name))
			}
		}
	}
	return out
}

func documented(s *repository.Source, name *ast.Ident, doc *ast.CommentGroup) []Finding {
	if doc == nil {
		return []Finding{at(s, name, "%s has no comment", name.Name)}
	}
	words := strings.Fields(doc.Text())
	if len(words) == 0 {
		return []Finding{at(s, name, "%s has no comment", name.Name)}
	}
	if strings.TrimSuffix(strings.TrimRight(words[0], ",.:;"), "'s") != name.Name {
		return []Finding{at(s, name, "the comment of %s begins with %q, not with its name", name.Name, words[0])}
	}
	return nil
}

// receiver returns the name of the type that f is a method of.
func receiver(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}
