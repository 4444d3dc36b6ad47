package telemetrycmd

import "github.com/spf13/cobra"

// Instrument makes [App.Main] record [InvokeEvent] for every command of root.
func (a *App) Instrument(root *cobra.Command) {
	if a == nil || root == nil {
		return
	}
	a.instrumented = true
}
