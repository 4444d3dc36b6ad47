package features

import (
	"os"
	"slices"

	"github.com/cucumber/godog"
)

// scenarioT adds to godog's T what go-snaps and the steps need of a testing.TB
// beyond it.
type scenarioT struct {
	godog.TestingT
	name     string
	cleanups []func()
}

// Name returns the scenario's own name. That of the test would depend on how the
// suite was started, and with it the names of the snapshots.
func (t *scenarioT) Name() string { return t.name }

// Helper does nothing: godog tells where a step is, not which line of Go failed.
func (t *scenarioT) Helper() {}

// Cleanup has f called when the scenario is over.
func (t *scenarioT) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

// TempDir returns a new directory, which is removed when the scenario is over.
func (t *scenarioT) TempDir() string {
	dir, err := os.MkdirTemp("", "optin-features-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func (t *scenarioT) cleanUp() {
	for _, f := range slices.Backward(t.cleanups) {
		f()
	}
	t.cleanups = nil
}
