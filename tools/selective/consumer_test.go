package selective

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/moduleproxy"
	"github.com/optin-go/optin/tools/internal/repository"
)

// A consumer is an empty module of somebody else's, on a machine that has never
// seen this repository.
type consumer struct {
	dir string
	env []string
}

// newConsumer returns a consumer that downloads from proxy, into cache.
func newConsumer(t *testing.T, proxy, cache string) *consumer {
	t.Helper()
	c := &consumer{dir: t.TempDir()}
	c.env = append(os.Environ(),
		"GOWORK=off",
		"GOFLAGS=-mod=mod -modcacherw -trimpath",
		"GOMODCACHE="+cache,
		"GOPROXY="+proxy,
		// The public checksum database knows nothing of unpublished modules, and
		// for the others go.sum is compared instead.
		"GONOSUMDB=*", "GOPRIVATE=", "GONOPROXY=none",
		"CGO_ENABLED=0",
	)
	c.write(t, "go.mod", "module example.com/consumer\n\ngo 1.25.0\n")
	return c
}

func (c *consumer) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs the go command and returns what it prints.
func (c *consumer) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return string(out)
}

// sums returns the lines of the consumer's go.sum.
func (c *consumer) sums(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(c.dir, "go.sum"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// publish writes every published module of the working tree to a proxy, in each
// version that a sibling requires, and returns the value of GOPROXY for it and
// the version of each module.
func publish(t *testing.T, w *repository.Workspace) (proxy string, versions map[string]string) {
	t.Helper()
	dir := t.TempDir()
	all := w.Siblings()
	versions = map[string]string{}
	for _, v := range all {
		versions[v.Path] = v.Version // the last is the newest
	}
	for _, m := range w.Published() {
		if versions[m.Path()] == "" {
			versions[m.Path()] = "v0.1.0"
			all = append(all, module.Version{Path: m.Path(), Version: "v0.1.0"})
		}
	}
	for _, v := range all {
		if err := moduleproxy.Write(dir, v, w.Join(w.Sibling(v.Path).Dir)); err != nil {
			t.Fatalf("%s: %v", v, err)
		}
	}
	// This machine's own downloads come before the network.
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache, upstream, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	downloads := filepath.Join(strings.TrimSpace(cache), "cache", "download")
	return strings.Join([]string{moduleproxy.URL(dir), moduleproxy.URL(downloads), strings.TrimSpace(upstream)}, ","), versions
}
