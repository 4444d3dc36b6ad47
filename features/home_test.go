package features

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// home is the directory in which the scenario's tool keeps its files. Nothing
// else makes a file there.
type home struct{ dir string }

func (s *scenario) homeDir() string {
	if s.dir == "" {
		s.dir = s.t.TempDir()
	}
	return s.dir
}

func (s *scenario) eventsPath() string {
	return filepath.Join(s.homeDir(), "state", "mytool", "events.jsonl")
}

func (s *scenario) consentPath() string {
	return filepath.Join(s.homeDir(), "config", "mytool", "consent.toml")
}

// put writes a file as the tool would, for the current user alone.
func put(path, contents string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(contents), 0o600)
}

// contentsOf returns the files and directories in dir with their sizes.
func contentsOf(dir string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		size := int64(0)
		if !entry.IsDir() {
			size = info.Size()
		}
		found = append(found, fmt.Sprintf("%s (%d bytes)", path, size))
		return nil
	})
	return found, err
}

func checkMode(path, octal string) error {
	want, err := strconv.ParseUint(octal, 8, 32)
	if err != nil {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if got := info.Mode().Perm(); got != fs.FileMode(want) {
		return fmt.Errorf("the mode is %#o", got)
	}
	return nil
}

func checkAbsent(path string) error {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return fmt.Errorf("%s exists", path)
	case !os.IsNotExist(err):
		return err
	}
	return nil
}
