package git

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Repository is a directory in which git runs.
type Repository struct {
	Dir string
	// Env is added to the environment of every command.
	Env []string
}

// Run runs git and returns what it prints, without the last line's end. An error
// names the command, and holds what it said.
func (r Repository) Run(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = r.Dir
	cmd.Env = append(append(os.Environ(), "LC_ALL=C"), r.Env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimRight(string(out), "\r\n"), nil
}

// Lines is [Repository.Run] for commands that print one item a line.
func (r Repository) Lines(args ...string) ([]string, error) {
	out, err := r.Run(args...)
	if err != nil || out == "" {
		return nil, err
	}
	return strings.Split(strings.ReplaceAll(out, "\r\n", "\n"), "\n"), nil
}

// Is reports whether a command that answers by its exit code says yes.
func (r Repository) Is(args ...string) bool {
	_, err := r.Run(args...)
	return err == nil
}

// Detach removes from this process's environment the variables by which git
// tells its children which repository, index and objects to use.
func Detach() error {
	names, err := Repository{}.Lines("rev-parse", "--local-env-vars")
	for _, name := range names {
		err = errors.Join(err, os.Unsetenv(name))
	}
	return err
}
