package selective

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/moduleproxy"
)

// A consumer is an empty module of somebody else's, on a machine that has never
// seen this repository.
type consumer struct {
	dir string
	env []string
}

// newConsumer returns a consumer that downloads from a proxy, into cache.
func newConsumer(t *testing.T, proxy, cache string) *consumer {
	t.Helper()
	// The checksum database knows nothing of unpublished modules.
	env, err := moduleproxy.Environment(proxy, cache, "*", "-mod=mod", "-trimpath")
	if err != nil {
		t.Fatal(err)
	}
	c := &consumer{dir: t.TempDir()}
	c.env = append(append(os.Environ(), env...), "CGO_ENABLED=0", "GOAMD64=v1")
	c.write(t, "go.mod", "module example.com/consumer\n\ngo 1.25.0\n")
	return c
}

// port returns the consumer with its programs built for another machine.
func (c *consumer) port(goos, goarch string) *consumer {
	return &consumer{dir: c.dir, env: append(slices.Clip(c.env), "GOOS="+goos, "GOARCH="+goarch)}
}

// offline returns the consumer without a network, a proxy or anything downloaded.
func (c *consumer) offline(t *testing.T) *consumer {
	t.Helper()
	return &consumer{dir: c.dir, env: append(slices.Clip(c.env),
		"GOPROXY=off", "GOMODCACHE="+t.TempDir(), "GOFLAGS=-mod=vendor -modcacherw -trimpath")}
}

func (c *consumer) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// binary is the name of the program that is built.
const binary = "consumer.exe"

// run runs the go command and returns what it prints.
func (c *consumer) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.Bytes())
	}
	return strings.ReplaceAll(string(out), "\r\n", "\n")
}

// graph returns the modules that the consumer's build list has, without itself.
func (c *consumer) graph(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for line := range strings.Lines(c.run(t, "list", "-m", "all")) {
		if path, version, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			out[path] = version
		}
	}
	return out
}
