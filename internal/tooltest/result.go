package tooltest

import (
	"strings"
	"testing"
)

// Result is what a run of a tool did.
type Result struct {
	Code           int
	Stdout, Stderr string
}

// Is fails the test unless r is what is wanted, byte for byte. Of a panic's trace,
// what follows its text is not compared: other code has other frames.
func (r Result) Is(t testing.TB, want Result) {
	t.Helper()
	if r.Code != want.Code {
		t.Errorf("exit code %d, want %d", r.Code, want.Code)
	}
	if r.Stdout != want.Stdout {
		t.Errorf("standard output\n%s\nwant\n%s", r.Stdout, want.Stdout)
	}
	if got, want := beforeTrace(r.Stderr), beforeTrace(want.Stderr); got != want {
		t.Errorf("standard error\n%s\nwant\n%s", got, want)
	}
}

func beforeTrace(stderr string) string {
	text, _, _ := strings.Cut(stderr, "\ngoroutine ")
	return text
}
