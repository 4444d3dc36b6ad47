package repository

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Root returns the nearest directory at or above the working directory that
// holds a go.work file.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		_, err := os.Stat(filepath.Join(dir, "go.work"))
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.work at or above the working directory; run this inside the repository")
		}
		dir = parent
	}
}
