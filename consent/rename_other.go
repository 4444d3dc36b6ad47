//go:build !windows

package consent

import "os"

func rename(oldPath, newPath string) error { return os.Rename(oldPath, newPath) }
