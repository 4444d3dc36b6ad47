package rules

import (
	"fmt"
	"path"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// PackageComments finds packages that do not have exactly one package comment,
// comments that do not begin as the go command's documentation expects, and
// comments outside doc.go, where nobody looks for them. A command may have its
// comment in main.go. The sources are the files of one directory.
func PackageComments(sources []*repository.Source) []Finding {
	var out []Finding
	var where []string
	for _, s := range sources {
		doc := s.AST.Doc
		if doc == nil {
			continue
		}
		where = append(where, s.Name)
		name := s.AST.Name.Name
		text := doc.Text()
		if want := "Package " + name + " "; name != "main" && !strings.HasPrefix(text, want) {
			out = append(out, at(s, doc, "the package comment must begin with %q", want))
		}
		if name == "main" && !strings.HasPrefix(text, "Command ") {
			out = append(out, at(s, doc, `the comment of a command must begin with "Command "`))
		}
		if base := path.Base(s.Name); base != "doc.go" && (name != "main" || base != "main.go") {
			out = append(out, at(s, doc, "the package comment belongs in doc.go"))
		}
	}
	if len(where) != 1 {
		out = append(out, Finding(fmt.Sprintf("%s: the package has %d package comments, want one: %q", sources[0].Dir(), len(where), where)))
	}
	return out
}

// PackageNames finds names that say nothing about what a package holds.
func PackageNames(s *repository.Source) []Finding {
	switch name := s.AST.Name.Name; name {
	case "util", "utils", "common", "helper", "helpers", "misc", "shared", "types":
		return []Finding{at(s, s.AST.Name, "package %s says nothing about what it holds", name)}
	}
	return nil
}
