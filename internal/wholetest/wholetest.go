// Package wholetest keeps "go test work" quick. Tests that take long by nature, such as
// the rehearsal of a release, run whole only if the variable OPTIN_TEST_WHOLE is set,
// as .ci/run does. Otherwise they are skipped or sample their cases.
//
// It is for tests only.
package wholetest

import (
	"os"
	"testing"
)

// variable makes every test run whole.
const variable = "OPTIN_TEST_WHOLE"

// Wanted reports whether tests run whole.
func Wanted() bool { return os.Getenv(variable) != "" }

// Only skips the test unless tests run whole.
func Only(t testing.TB) {
	t.Helper()
	if !Wanted() {
		t.Skip("takes long; .ci/run runs it, and so does " + variable + "=1")
	}
}

// Of returns whole if tests run whole, and sample otherwise.
func Of[T any](sample, whole T) T {
	if Wanted() {
		return whole
	}
	return sample
}
