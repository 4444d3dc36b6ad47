package cobracmd_test

import (
	"context"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
)

// What a run of a tool pays for the command "telemetry", and for being executed, while
// nobody has agreed.
func BenchmarkOff(b *testing.B) {
	b.Setenv("HOME", b.TempDir())
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.4.0"})
	if err != nil {
		b.Fatal(err)
	}
	newRoot := func() *cobra.Command {
		root := &cobra.Command{Use: "mytool"}
		root.AddCommand(&cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) {}})
		root.SetArgs([]string{"deploy"})
		return root
	}
	b.Run("New", func(b *testing.B) {
		for b.Loop() {
			_, _ = app.New(app.Config{Tool: "mytool", ToolVersion: "1.4.0"})
		}
	})
	b.Run("Command", func(b *testing.B) {
		for b.Loop() {
			cobracmd.Command(tel)
		}
	})
	b.Run("cobra alone", func(b *testing.B) {
		for b.Loop() {
			_ = newRoot().ExecuteContext(context.Background())
		}
	})
	b.Run("Execute", func(b *testing.B) {
		for b.Loop() {
			_ = cobracmd.Execute(context.Background(), tel, newRoot())
		}
	})
}
