package rules

import (
	"fmt"
	"go/ast"

	"github.com/optin-go/optin/tools/internal/repository"
)

// A Finding is one place that breaks a rule, as "file:line: what is wrong".
type Finding string

func at(s *repository.Source, n ast.Node, format string, args ...any) Finding {
	return Finding(fmt.Sprintf("%s:%d: %s", s.Name, s.Set.Position(n.Pos()).Line, fmt.Sprintf(format, args...)))
}
