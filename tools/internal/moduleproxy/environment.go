package moduleproxy

import (
	"bytes"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
)

// URL returns the form in which GOPROXY, a list that commas divide, names a directory.
func URL(dir string) string {
	dir = filepath.ToSlash(dir)
	if dir[0] != '/' {
		dir = "/" + dir // a Windows drive
	}
	u := url.URL{Scheme: "file", Path: dir}
	return strings.ReplaceAll(u.String(), ",", "%2C")
}

// Environment returns the variables with which the go command sees what a user
// sees: no workspace, the proxy in dir first, then what this machine has downloaded
// already, and then the proxy that this machine is set up for.
//
// Downloads go to cache, which must not be the machine's own: a version that was
// made to try something would be believed there for ever. What the go command writes
// there can be deleted. The checksum database is not asked for the modules that own
// matches, a list of patterns as in GONOSUMDB, because it cannot know them yet.
func Environment(dir, cache, own string, flags ...string) ([]string, error) {
	cmd := exec.Command("go", "env", "GOMODCACHE", "GOPROXY")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w\n%s", err, stderr.Bytes())
	}
	machine, upstream, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	downloads := filepath.Join(strings.TrimSpace(machine), "cache", "download")
	return []string{
		"GOWORK=off",
		"GOFLAGS=" + strings.Join(append(flags, "-modcacherw", "-buildvcs=false"), " "),
		"GOMODCACHE=" + cache,
		"GOPROXY=" + strings.Join([]string{URL(dir), URL(downloads), strings.TrimSpace(upstream)}, ","),
		"GONOSUMDB=" + own,
		// GOPRIVATE would send the go command past the proxy, to the repository.
		"GOPRIVATE=", "GONOPROXY=none",
	}, nil
}
