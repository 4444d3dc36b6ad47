package cobracmd

import (
	"context"

	"github.com/spf13/cobra"
)

// execution is one execution of a tree. An alias may execute its tree again; only
// the inner execution then records the command.
type execution struct {
	root     *cobra.Command
	repeated bool // an inner execution of the same tree has recorded a command
}

type executionKey struct{}

// nest returns a context for an execution of root, the outer execution of the
// same tree or nil, and the new one. A nil ctx stays nil, which cobra accepts.
func nest(ctx context.Context, root *cobra.Command) (inner context.Context, outer, this *execution) {
	this = &execution{root: root}
	if ctx == nil {
		return nil, nil, this
	}
	if e, ok := ctx.Value(executionKey{}).(*execution); ok && e.root == root {
		outer = e
	}
	return context.WithValue(ctx, executionKey{}, this), outer, this
}
