package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/exp/apidiff"

	"github.com/optin-go/optin/tools/internal/git"
)

// An api is what changed of the names that a module exports.
type api struct {
	broken []string // callers may no longer compile, or implement
	added  []string
}

// compare compares what a module exports with what its last release did. Both are
// built for linux/amd64, whatever this machine is, in the workspaces of their commits.
// It reports false, and refuses the module, if it cannot be built.
func (r *release) compare(m *module) (a api, ok bool, err error) {
	commit, err := r.repo.Run("rev-parse", m.tagOf(m.last)+"^{commit}")
	if err != nil {
		return api{}, false, err
	}
	was, ok := r.was[commit]
	if !ok {
		if was, err = r.checkout("was-"+commit, commit); err != nil {
			return api{}, false, err
		}
		r.was[commit] = was
	}
	before, err := exported(was, m)
	if err != nil {
		return api{}, false, fmt.Errorf("%s as of %s: %w", m.Dir, m.last, err)
	}
	after, err := exported(r.tree, m)
	var build *buildError
	switch {
	case errors.As(err, &build) && len(m.File.Replace) > 0:
		return api{}, false, nil // the replacement is refused, and may be all that is wrong
	case errors.As(err, &build):
		r.refusals.add(m.Dir, failing(m.Dir, build.said), "go build ./"+m.Dir+"/...", "it does not compile:\n%s", build.said)
		return api{}, false, nil
	case err != nil:
		return api{}, false, fmt.Errorf("%s: %w", m.Dir, err)
	}
	var out api
	for _, c := range apidiff.ModuleChanges(before, after).Changes {
		if c.Compatible {
			out.added = append(out.added, c.Message)
		} else {
			out.broken = append(out.broken, c.Message)
		}
	}
	return out, true, nil
}

// A buildError is that packages cannot be built.
type buildError struct {
	said string // by the go command
}

func (e *buildError) Error() string { return "go list: " + e.said }

// exported returns the types of the packages of a module that others may import.
func exported(tree git.Repository, m *module) (*apidiff.Module, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Name,Export,Module", "./...")
	cmd.Dir = filepath.Join(tree.Dir, filepath.FromSlash(m.Dir))
	cmd.Env = append(os.Environ(), "GOWORK=", "GOFLAGS=-trimpath -buildvcs=false", "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return nil, &buildError{strings.TrimSpace(stderr.String())}
	} else if err != nil {
		return nil, err
	}
	files := map[string]string{}
	var paths []string
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Name, Export string
			Module                   *struct{ Path string }
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		files[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Path == m.Path() && p.Name != "main" && !internal(p.ImportPath) {
			paths = append(paths, p.ImportPath)
		}
	}
	read := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(files[path])
	})
	module := &apidiff.Module{Path: m.Path()}
	for _, path := range paths {
		p, err := read.Import(path)
		if err != nil {
			return nil, err
		}
		module.Packages = append(module.Packages, p)
	}
	return module, nil
}

// internal reports whether a package may not be imported from outside.
func internal(path string) bool {
	return strings.Contains("/"+path+"/", "/internal/")
}
