package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// newRoot returns greet without telemetry: nothing here knows of it.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use: "greet", Short: "greet greets people", Version: version,
		// Somebody who got a command wrong wants to read why, and not all of its help.
		SilenceUsage: true,
	}
	root.AddCommand(
		&cobra.Command{
			Use: "hello NAME", Short: "Greet somebody", Args: cobra.ExactArgs(1),
			Run: func(cmd *cobra.Command, args []string) {
				fmt.Fprintf(cmd.OutOrStdout(), "Hello, %s!\n", args[0])
			},
		},
		&cobra.Command{
			Use: "farewell NAME", Short: "Say good-bye", Args: cobra.ExactArgs(1),
			Run: func(cmd *cobra.Command, args []string) {
				fmt.Fprintf(cmd.OutOrStdout(), "Good-bye, %s!\n", args[0])
			},
		},
	)
	return root
}
