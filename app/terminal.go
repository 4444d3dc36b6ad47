package app

import (
	"os"

	"golang.org/x/term"
)

// isTerminal reports whether a person may sit behind f. /dev/null is a character
// device too, so that the mode of a file does not tell.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// isFree reports whether the terminal in is this process's to ask on: nobody else
// reads from it now, and nothing has been typed that was not an answer.
func isFree(in *os.File) bool {
	return isForeground(in) && isByLine(in) && !hasInput(in)
}
