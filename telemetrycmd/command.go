package telemetrycmd

import "github.com/spf13/cobra"

// Command returns the command "telemetry", for the tool's root command.
func (a *App) Command() *cobra.Command {
	return &cobra.Command{Use: "telemetry", Short: "Show and change what usage data is recorded"}
}
