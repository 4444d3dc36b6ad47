//go:build unix

package ioreg

import (
	"io"
	"os"
	"testing"
	"time"
)

// runs names the program that this test binary runs, as a process of its own,
// before it copies what is left of its standard input.
const runs = "IOREG_TEST_RUNS"

func TestMain(m *testing.M) {
	if program := os.Getenv(runs); program != "" {
		os.Stdout.WriteString(platformUUID(program, time.Minute) + "\n")
		io.Copy(os.Stdout, os.Stdin)
		return
	}
	os.Exit(m.Run())
}
