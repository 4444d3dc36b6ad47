package repository

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Package is what "go list" says of a package.
type Package struct {
	ImportPath string
	Standard   bool
	Module     *struct{ Path string } // nil for the standard library
	Imports    []string
	ImportMap  map[string]string
}

// Packages maps an import path to a package.
type Packages map[string]*Package

// List returns the packages that the patterns match on a port such as
// "linux/amd64", without their tests, and every package these link.
func (w *Workspace) List(port string, patterns ...string) (Packages, error) {
	goos, goarch, _ := strings.Cut(port, "/")
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=ImportPath,Standard,Module,Imports,ImportMap"}, patterns...)...)
	cmd.Dir = w.Root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: go list: %w\n%s", port, err, stderr.Bytes())
	}
	out := Packages{}
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		p := new(Package)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out[p.ImportPath] = p
	}
}

// In returns the import paths of the packages of a module, sorted.
func (ps Packages) In(module string) []string {
	var out []string
	for path, p := range ps {
		if p.Module != nil && p.Module.Path == module {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// Chain returns the shortest list of imports that leads from one package to
// another, both included, or nil if from does not link to.
func (ps Packages) Chain(from, to string) []string {
	parent := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == to {
			return ps.trace(parent, to)
		}
		p := ps[at]
		if p == nil {
			continue
		}
		for _, next := range p.Imports {
			if mapped, ok := p.ImportMap[next]; ok {
				next = mapped
			}
			if _, seen := parent[next]; !seen {
				parent[next] = at
				queue = append(queue, next)
			}
		}
	}
	return nil
}

func (ps Packages) trace(parent map[string]string, to string) []string {
	var out []string
	for at := to; at != ""; at = parent[at] {
		out = append(out, at)
	}
	slices.Reverse(out)
	return out
}
