package tooltest

import (
	"strings"
	"testing"
)

// Result is the result of a run of a tool.
type Result struct {
	Code           int
	Stdout, Stderr string
}

// Is fails the test unless r equals want, byte for byte. It ignores the stack
// trace after a panic's text, which differs with the code.
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
