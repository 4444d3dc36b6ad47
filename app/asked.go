package app

import (
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/ownfile"
)

const (
	// maxAttempts is how often a user is asked about one notice.
	maxAttempts = 3
	// maxAskedBytes bounds the file of attempts. One that is larger is not ours.
	maxAskedBytes = 64 << 10
)

var errAskedEnough = errors.New("the user was asked often enough")

// asked is the file that counts how often the user was asked: a line for each
// attempt, with the ID of the notice. Attempts count for each notice by itself, so
// that nobody who uses two versions of a tool in turns is asked for ever.
//
// Whoever has it open asks alone.
type asked struct{ file *os.File }

// openAsked opens the file at path, and makes it if need be. It returns an error at
// once if another process has it open.
func openAsked(path string) (*asked, error) {
	f, info, err := ownfile.Open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	// Without a lock, two processes could ask at once: nobody asks.
	if err = kernellock.Try(f); err == nil && !ownfile.IsAt(info, path) {
		err = errors.New(path + " was replaced")
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &asked{f}, nil
}

// count adds an attempt to ask about a notice. It is on disk when count returns nil:
// a user who kills the tool that asks has been asked.
func (a *asked) count(notice string) error {
	data, err := io.ReadAll(io.LimitReader(a.file, maxAskedBytes+1))
	if err != nil {
		return err
	}
	if len(data) > maxAskedBytes {
		return errors.New(a.file.Name() + " is too large")
	}
	attempts := 0
	for line := range bytes.Lines(data) {
		if string(bytes.TrimSpace(line)) == notice {
			attempts++
		}
	}
	if attempts >= maxAttempts {
		return errAskedEnough
	}
	line := notice + "\n"
	if len(data) > 0 && data[len(data)-1] != '\n' {
		line = "\n" + line // a disk was full when the last one was written
	}
	if _, err := a.file.WriteString(line); err != nil {
		return err
	}
	return a.file.Sync()
}

// close lets others ask.
func (a *asked) close() { _ = a.file.Close() }
