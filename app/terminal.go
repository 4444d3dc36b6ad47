package app

import (
	"os"

	"golang.org/x/term"
)

// isTerminal reports whether f is a terminal. The file mode does not tell:
// /dev/null is a character device too.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// isFree reports whether this process may ask on the terminal: no other process
// reads from it, and no input is pending that was not typed as an answer.
func isFree(in *os.File) bool {
	return isForeground(in) && isByLine(in) && !hasInput(in)
}
