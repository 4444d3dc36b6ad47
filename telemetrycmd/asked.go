package telemetrycmd

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
)

const (
	// maxAttempts is how often a user is asked about one notice.
	maxAttempts = 3
	// maxAskedBytes bounds the file of attempts. One that is larger is not ours.
	maxAskedBytes = 64 << 10
)

// errAskedEnough is that no more attempts are left.
var errAskedEnough = errors.New("the user was asked often enough")

// asked is the file that counts how often the user was asked. It holds one line
// for each attempt: the version of the notice that was shown. Attempts count for
// each version by itself, so that who uses two versions of a tool in turns is not
// asked for ever.
//
// Whoever has it open asks alone.
type asked struct{ file *os.File }

// openAsked opens the file at path, and makes it if need be. It returns an error
// at once if another process has it open.
func openAsked(path string) (*asked, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	// A FIFO would be waited for.
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New(path + " is not a file")
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockAt(f, path); err != nil {
		_ = f.Close()
		return nil, err
	}
	return &asked{f}, nil
}

// lockAt locks f, and makes sure that it is still the file at path.
func lockAt(f *os.File, path string) error {
	if err := tryLock(f); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	at, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !os.SameFile(info, at) {
		return errors.New(path + " was replaced")
	}
	return nil
}

// count adds an attempt to ask about the notice. It is on disk when count
// returns nil: a user who kills the tool that asks has been asked.
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
