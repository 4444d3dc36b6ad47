package filesink

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/internal/ownfile"
)

var errVanished = errors.New("the file was removed again and again while it was opened; raise MaxBytes or Keep")

// openLogFile opens the file at path for appending, makes it private, and looks
// at its end. It creates the file and its parents if they are missing.
func openLogFile(path string, durable bool) (*logFile, error) {
	if err := owndir.Make(filepath.Dir(path), durable); err != nil {
		return nil, err
	}
	opened, info, err := ownfile.Open(path, os.O_RDWR|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	f := &logFile{File: opened, info: info, end: unknown, patience: patience}
	err = ownfile.MakePrivate(opened, info)
	if err == nil && durable && info.Size() == 0 {
		err = owndir.Sync(filepath.Dir(path))
	}
	if err == nil {
		err = f.look()
	}
	if err != nil {
		_ = opened.Close()
		return nil, err
	}
	return f, nil
}
