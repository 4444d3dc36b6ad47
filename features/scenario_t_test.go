package features

import (
	"errors"
	"os"
	"slices"

	"github.com/cucumber/godog"
)

// scenarioT adds to godog's T what go-snaps and the steps need of a testing.TB
// beyond it.
type scenarioT struct {
	godog.TestingT
	name  string
	atEnd []func() error
}

// Name returns the scenario's own name. That of the test would depend on how the
// suite was started, and with it the names of the snapshots.
func (t *scenarioT) Name() string { return t.name }

// Helper does nothing: godog tells where a step is, not which line of Go failed.
func (t *scenarioT) Helper() {}

// Cleanup has f called when the scenario is over.
func (t *scenarioT) Cleanup(f func()) {
	t.AtEnd(func() error { f(); return nil })
}

// AtEnd has f called when the scenario is over. If it fails, so does the
// scenario, for which Error would come too late then.
func (t *scenarioT) AtEnd(f func() error) { t.atEnd = append(t.atEnd, f) }

// TempDir returns a new directory, which is removed when the scenario is over.
func (t *scenarioT) TempDir() string {
	dir, err := os.MkdirTemp("", "optin-features-")
	if err != nil {
		t.Fatal(err)
	}
	t.AtEnd(func() error { return os.RemoveAll(dir) })
	return dir
}

// end calls what was registered, the last one first.
func (t *scenarioT) end() error {
	var errs []error
	for _, f := range slices.Backward(t.atEnd) {
		errs = append(errs, f())
	}
	t.atEnd = nil
	return errors.Join(errs...)
}
