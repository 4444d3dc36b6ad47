package telemetrycmd

import (
	"os"

	"golang.org/x/term"
)

// isTerminal reports whether a person may sit behind f. /dev/null is a character
// device too, so that the mode of a file does not tell.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
