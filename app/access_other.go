//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package app

import "io/fs"

// isForeign returns false: owners cannot be told here.
func isForeign(fs.FileInfo) bool { return false }

// mayWrite returns nil: only a write can tell here.
func mayWrite(string, bool) error { return nil }
