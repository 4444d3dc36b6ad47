package telemetrycmd

import (
	"testing"

	"github.com/spf13/cobra"
)

// BenchmarkMain compares one run of a command that does nothing, off, by cobra
// alone and by an App.
func BenchmarkMain(b *testing.B) {
	run := func(name string, run func(*cobra.Command)) {
		b.Run(name, func(b *testing.B) {
			root := offTree()
			b.ReportAllocs()
			for b.Loop() {
				run(root)
			}
		})
	}
	app := offApp(b)
	run("cobra", func(root *cobra.Command) { _ = root.ExecuteContext(b.Context()) })
	run("off", func(root *cobra.Command) { app.Main(b.Context(), root) })
	b.Run("gate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			app.gate()
		}
	})
	b.Run("version", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			app.catalog.Version()
		}
	})
}
