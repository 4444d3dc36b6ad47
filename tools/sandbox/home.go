package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A home holds all directories that a program finds through its environment.
type home struct {
	dir  string
	ours []string // what was there before the program, relative to dir
}

// directories maps the variables of Unix, macOS and Windows to directories in home.
var directories = map[string]string{
	"HOME":            "home",
	"USERPROFILE":     "home",
	"TMPDIR":          "tmp",
	"TMP":             "tmp",
	"TEMP":            "tmp",
	"XDG_CONFIG_HOME": "config",
	"APPDATA":         "config",
	"XDG_CACHE_HOME":  "cache",
	"LOCALAPPDATA":    "cache",
	"XDG_DATA_HOME":   "data",
	"XDG_STATE_HOME":  "state",
	"XDG_RUNTIME_DIR": "run",
}

// newHome makes the directories. Tests that start a program as another user need
// the way into them open.
func newHome() (*home, error) {
	dir, err := os.MkdirTemp("", "sandbox-")
	if err != nil {
		return nil, err
	}
	h := &home{dir: dir}
	if err := h.fill(); err != nil {
		return nil, errors.Join(err, h.remove())
	}
	return h, nil
}

func (h *home) fill() error {
	if err := os.Chmod(h.dir, 0o755); err != nil {
		return err
	}
	for _, name := range directories {
		if err := os.MkdirAll(filepath.Join(h.dir, name), 0o755); err != nil {
			return err
		}
	}
	if err := os.Chmod(filepath.Join(h.dir, "tmp"), 0o777|os.ModeSticky); err != nil {
		return err
	}
	// Without this the go command, which tests start, leaves its statistics.
	for _, config := range []string{"config", "home/.config", "home/Library/Application Support"} {
		mode := filepath.Join(h.dir, filepath.FromSlash(config), "go", "telemetry", "mode")
		if err := os.MkdirAll(filepath.Dir(mode), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(mode, []byte("off"), 0o644); err != nil {
			return err
		}
	}
	var err error
	h.ours, err = h.list()
	return err
}

// list returns the names of everything in the home, sorted.
func (h *home) list() ([]string, error) {
	var out []string
	err := filepath.WalkDir(h.dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(h.dir, name)
		out = append(out, filepath.ToSlash(rel))
		return err
	})
	return out, err
}

// environ returns the environment that leads a program to the home, and the go
// command to what it has outside.
func (h *home) environ() ([]string, error) {
	cmd := exec.Command("go", "env", "-json", "GOCACHE", "GOENV", "GOMODCACHE", "GOPATH")
	cmd.Stderr = os.Stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	var tools map[string]string
	if err := json.Unmarshal(data, &tools); err != nil {
		return nil, err
	}
	env := os.Environ()
	for name, value := range tools {
		env = append(env, name+"="+value)
	}
	for name, dir := range directories {
		env = append(env, name+"="+filepath.Join(h.dir, dir))
	}
	return env, nil
}

// check returns an error that names what a program has left behind.
func (h *home) check() error {
	now, err := h.list()
	if err != nil {
		return err
	}
	var left []string
	for _, name := range now {
		if !slices.Contains(h.ours, name) {
			left = append(left, name)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return fmt.Errorf("the tests left behind, in the user's directories:\n  %s", strings.Join(left, "\n  "))
}

// remove removes the home, also what nobody may write to.
func (h *home) remove() error {
	err := filepath.WalkDir(h.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(name, 0o700)
		}
		return err
	})
	return errors.Join(err, os.RemoveAll(h.dir))
}
