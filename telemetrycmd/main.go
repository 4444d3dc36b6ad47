package telemetrycmd

import (
	"context"

	"github.com/spf13/cobra"
)

// Main runs root, records what ran, and returns the exit code.
func (a *App) Main(ctx context.Context, root *cobra.Command) int {
	if err := root.ExecuteContext(ctx); err != nil {
		return 1
	}
	return 0
}
