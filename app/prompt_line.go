package app

import (
	"context"
	"errors"
	"os"
)

// maxLine is more than terminals hand over as one line.
const maxLine = 4096

// errTaken is that what is typed is not for this process any more: it is in the
// background, or a pager that shows the tool's output waits for keys.
var errTaken = errors.New("another program reads from the terminal")

// readLine reads one line of an answer from a terminal, without its end. It reads
// byte by byte, because what follows the line is for whoever reads next.
//
// An error is that of ctx, that the input has ended, also within a line, that
// another program has taken the terminal meanwhile, or that the line is longer than
// any terminal's.
func readLine(ctx context.Context, in *os.File) (string, error) {
	var line []byte
	for len(line) < maxLine {
		if err := waitInput(ctx, in); err != nil {
			return "", err
		}
		if !isForeground(in) || !isByLine(in) {
			return "", errTaken // what is typed is for that program
		}
		var b [1]byte
		if _, err := in.Read(b[:]); err != nil {
			return "", err
		}
		if b[0] == '\n' {
			return string(line), nil
		}
		line = append(line, b[0])
	}
	return "", errors.New("the line is too long")
}
