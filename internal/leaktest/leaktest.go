// Package leaktest finds leaked goroutines.
//
// It is for tests only.
package leaktest

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long a goroutine may take to end.
const patience = 10 * time.Second

// Check fails the test if goroutines that this repository or net/http started are
// still running at its end. Call it first, in a test that is not parallel.
func Check(t testing.TB) {
	t.Helper()
	t.Cleanup(func() {
		var left []string
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
			if left = goroutines(); len(left) == 0 {
				return
			}
		}
		t.Errorf("%d goroutines are left:\n%s", len(left), strings.Join(left, "\n\n"))
	})
}

// goroutines returns the stacks of those goroutines.
func goroutines() (stacks []string) {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	for stack := range strings.SplitSeq(string(buf), "\n\n") {
		_, creator, _ := strings.Cut(stack, "\ncreated by ")
		if strings.HasPrefix(creator, "github.com/optin-go/optin/") || strings.HasPrefix(creator, "net/http.") {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}
