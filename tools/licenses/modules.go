package licenses

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
)

// A dependency is a module of somebody else.
type dependency struct {
	Path    string
	Version string
	Dir     string // where the module cache has it
	Main    bool   // it is one of this repository's
}

// linked returns the modules that the packages link, sorted by path. The arguments
// are those of "go list", run in dir, on a port such as "linux/amd64".
func linked(dir, goos, goarch string, args ...string) ([]dependency, error) {
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Module"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.Bytes())
	}
	all := map[string]dependency{}
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var p struct{ Module *dependency }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Module != nil && !p.Module.Main {
			all[p.Module.Path] = *p.Module
		}
	}
	var out []dependency
	for _, path := range slices.Sorted(maps.Keys(all)) {
		out = append(out, all[path])
	}
	return out, nil
}

var fileName = regexp.MustCompile(`(?i)^((un)?licen[cs]e|copying)([-.].*)?$`)

// licences returns the licences in the files of a module that hold them. A file
// that is not known is an error.
func (d dependency) licences() ([]string, error) {
	entries, err := os.ReadDir(d.Dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() || !fileName.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(d.Dir, e.Name()))
		if err != nil {
			return nil, err
		}
		found := classify(string(text))
		if len(found) == 0 {
			return nil, fmt.Errorf("%s@%s: %s is no licence that is known here; read it, and add a fingerprint of it", d.Path, d.Version, e.Name())
		}
		out = append(out, found...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s@%s has no file with a licence, so that nobody may use it", d.Path, d.Version)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
