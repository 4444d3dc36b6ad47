package app

import (
	"context"
	"errors"
	"os"
)

// maxLine is more than terminals hand over as one line.
const maxLine = 4096

// errTaken says that this process no longer gets the input: it is in the
// background, or a pager that shows the tool's output waits for keys.
var errTaken = errors.New("another program reads from the terminal")

// readLine reads one line of an answer from a terminal, without its line break.
// It reads byte by byte, because the bytes after the line belong to the next
// reader.
//
// It returns an error if ctx ends, if the input ends even within a line, if another
// program takes the terminal, or if the line is longer than a terminal hands over.
func readLine(ctx context.Context, in *os.File) (string, error) {
	var line []byte
	for len(line) < maxLine {
		if len(line) == 0 || !restIsThere {
			if err := waitInput(ctx, in); err != nil {
				return "", err
			}
		}
		if !isForeground(in) || !isByLine(in) {
			return "", errTaken // the input is for that program
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
