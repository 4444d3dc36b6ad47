//go:build !unix

package owndir

import (
	"errors"
	"io/fs"
	"os"
)

var errNotDir = errors.New("it is not a directory; choose another path")

func open(dir string) (*os.File, error) { return os.Open(dir) }

// Sync does nothing: directories cannot be synced here.
func Sync(string) error { return nil }

// isForeign returns false: access rights, not the owner, say who may write.
func isForeign(fs.FileInfo) bool { return false }

// tighten does nothing: access rights are inherited.
func tighten(string) error { return nil }
