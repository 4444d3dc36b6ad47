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
	// maxAttempts is how often the tool asks about one notice.
	maxAttempts = 3
	// maxAskedBytes bounds the file of attempts. A larger file is not ours.
	maxAskedBytes = 64 << 10
)

var errAskedEnough = errors.New("the user was asked often enough")

// asked is the file that counts the attempts to ask. Each attempt adds a line with
// the ID of the notice. Each notice has a count of its own, so a user who
// alternates between two versions of a tool is not asked forever.
//
// Only the process that has the file open may ask.
type asked struct{ file *os.File }

// openAsked opens the file at path, and creates it if needed. If another process
// has it open, it returns an error at once.
func openAsked(path string) (*asked, error) {
	f, info, err := ownfile.Open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	// Without a lock two processes could ask at once, so neither asks.
	if err = kernellock.Try(f); err == nil && !ownfile.IsAt(info, path) {
		err = errors.New(path + " was replaced")
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &asked{f}, nil
}

// count adds an attempt to ask about a notice. The attempt is on disk when count
// returns nil: it counts even if the user kills the tool at the question.
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

// close lets other processes ask.
func (a *asked) close() { _ = a.file.Close() }
