package telemetrycmd

import (
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
)

// Off, Main allocates next to nothing beside what cobra and the decision take,
// which is read anew each time.
func TestOffCosts(t *testing.T) {
	measure := func(run func(*cobra.Command)) float64 {
		root := offTree()
		return testing.AllocsPerRun(20, func() { run(root) })
	}
	app := offApp(t)
	plain := measure(func(root *cobra.Command) { _ = root.ExecuteContext(t.Context()) })
	withUs := measure(func(root *cobra.Command) { app.Main(t.Context(), root) })
	decision := testing.AllocsPerRun(20, func() { app.gate() })
	const few = 6
	if more := withUs - plain - decision; more > few {
		t.Errorf("beside cobra's %v and the decision's %v, Main allocates %v times", plain, decision, more)
	}
}

func offTree() *cobra.Command {
	root := &cobra.Command{Use: "mytool"}
	root.AddCommand(&cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) {}})
	root.SetArgs([]string{"deploy"})
	return root
}

// offApp returns an App whose user has refused.
func offApp(t testing.TB) *App {
	t.Helper()
	dir := t.TempDir()
	cat := catalog.New("mytool", "Why.")
	app, err := New(Config{
		Tool: "mytool", ToolVersion: "1", Catalog: cat,
		ConsentPath: filepath.Join(dir, "consent.toml"), StateDir: filepath.Join(dir, "state"),
	})
	if err != nil {
		t.Fatal(err)
	}
	app.lookupEnv = func(string) (string, bool) { return "", false }
	app.Instrument(offTree())
	if err := app.decide(consent.Disabled); err != nil {
		t.Fatal(err)
	}
	return app
}
