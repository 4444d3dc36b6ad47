package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/internal/ownfile"
)

// unusableRecord says why this user cannot store a decision in the file at path, or ""
// if a try may succeed. It only looks. It follows links: people keep their
// configuration where they like.
func unusableRecord(path string) string {
	dir := filepath.Dir(path)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return unusableParent(dir)
	case err != nil:
		return err.Error()
	case !info.IsDir():
		return dir + " is not a directory"
	}
	if err := mayWrite(dir, true); err != nil {
		return dir + " cannot be written to: " + err.Error()
	}
	return ""
}

// unusableDir says why this user cannot keep files in the directory at path, which
// need not exist. It does not follow a link: whoever made the link chose where
// events go.
func unusableDir(path string) (exists bool, why string) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, ""
	case err != nil:
		return false, err.Error()
	case info.Mode()&fs.ModeSymlink != 0:
		return true, path + " is a symbolic link"
	case !info.IsDir():
		return true, path + " is not a directory"
	case ownfile.IsForeign(info):
		return true, path + " belongs to another user"
	}
	if err := mayWrite(path, true); err != nil {
		return true, path + " cannot be written to: " + err.Error()
	}
	return true, ""
}

// unusableFile says why this user cannot write to the file at path, which need not
// exist.
func unusableFile(path string) string {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case err != nil:
		return err.Error()
	case !info.Mode().IsRegular():
		return path + " is not a regular file"
	case ownfile.IsForeign(info):
		return path + " belongs to another user"
	}
	if err := mayWrite(path, false); err != nil {
		return path + " cannot be written to: " + err.Error()
	}
	return ""
}

// unusableParent says why the missing directory at path cannot be created.
func unusableParent(path string) string {
	for parent := filepath.Dir(path); ; parent = filepath.Dir(parent) {
		info, err := os.Stat(parent)
		switch {
		case errors.Is(err, fs.ErrNotExist) && parent != filepath.Dir(parent):
			// A dangling link is there too.
			if _, err := os.Lstat(parent); err == nil {
				return path + " cannot be made: " + parent + " is a link to nothing"
			}
			continue
		case err != nil:
			return path + " cannot be made: " + err.Error()
		case !info.IsDir():
			return path + " cannot be made: " + parent + " is not a directory"
		}
		if err := mayWrite(parent, true); err != nil {
			return path + " cannot be made: " + parent + " cannot be written to: " + err.Error()
		}
		return ""
	}
}
