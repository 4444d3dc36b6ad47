package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/repository"
)

// A release is one version of one module.
type release struct {
	module  *repository.Module
	version string // "v0.1.0"
}

func (r release) id() module.Version {
	return module.Version{Path: r.module.Path(), Version: r.version}
}

// parse reads a tag, which is the module's directory, a slash and the version.
func parse(w *repository.Workspace, tag string) (release, error) {
	i := strings.LastIndex(tag, "/")
	if i < 0 {
		return release{}, fmt.Errorf("the tag %q has no directory; tags are such as sinks/file/v0.1.0", tag)
	}
	r := release{version: tag[i+1:]}
	for _, m := range w.Published() {
		if m.Dir == tag[:i] {
			r.module = m
		}
	}
	if r.module == nil {
		return release{}, fmt.Errorf("the tag %q is for %q, which is no published module of go.work", tag, tag[:i])
	}
	// Also holds the major version to the one in the module's path.
	if err := module.Check(r.module.Path(), r.version); err != nil {
		return release{}, fmt.Errorf("the tag %q: %w", tag, err)
	}
	return r, nil
}

// notes returns what the module's changelog says of the version.
func (r release) notes(w *repository.Workspace) (string, error) {
	name := r.module.Dir + "/CHANGELOG.md"
	text, err := os.ReadFile(w.Join(name))
	if err != nil {
		return "", err
	}
	notes := section(string(text), strings.TrimPrefix(r.version, "v"))
	if notes == "" {
		return "", fmt.Errorf("%s says nothing under ## [%s]", name, strings.TrimPrefix(r.version, "v"))
	}
	return notes, nil
}

// section returns the text under the heading of a version, such as
// "## [0.1.0] - 2026-05-08", in the form of Keep a Changelog.
func section(changelog, version string) string {
	var b strings.Builder
	in := false
	for line := range strings.Lines(changelog) {
		if strings.HasPrefix(line, "## ") {
			in = strings.HasPrefix(line, "## ["+version+"]")
		} else if in && !reference(line) {
			b.WriteString(line)
		}
	}
	return strings.TrimSpace(b.String())
}

// reference reports whether a line only gives the target of a link, as the end of
// a changelog does for its headings: "[0.1.0]: https://…".
func reference(line string) bool {
	return strings.HasPrefix(line, "[") && strings.Contains(line, "]: ")
}
