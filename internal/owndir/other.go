//go:build !unix

package owndir

import (
	"errors"
	"os"
)

var errNotDir = errors.New("it is not a directory; choose another path")

func open(dir string) (*os.File, error) { return os.Open(dir) }

// Sync does nothing: directories cannot be synced here.
func Sync(string) error { return nil }

// tighten does nothing: access rights are inherited.
func tighten(string) error { return nil }
