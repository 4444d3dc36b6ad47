package examples

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the session of the README prints into the README")

// fence holds the session of the README: commands after "$ ", and what they print.
var fence = regexp.MustCompile("(?s)(<!-- session: [^\n]*-->\n```console\n)(.*?)(```\n)")

// The session in the README is run as its reader would, in an empty home.
func TestReadmeSession(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	// The go command would reuse this test's result although the README changed,
	// for it is outside of this module. Of a directory that a test changes to, it
	// remembers the state, which is another one each time here.
	t.Chdir(os.TempDir())
	readme := filepath.Join(root, "README.md")
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	parts := fence.FindSubmatch(text)
	if parts == nil {
		t.Fatalf("%s has no session", readme)
	}
	commands := regexp.MustCompile(`(?m)^\$ (.*)$`).FindAllSubmatch(parts[2], -1)
	if len(commands) < 5 {
		t.Fatalf("the session has %d commands; too few to show anything", len(commands))
	}

	home := t.TempDir()
	var got bytes.Buffer
	for _, command := range commands {
		got.WriteString("$ " + string(command[1]) + "\n")
		got.Write(runInHome(t, root, home, string(command[1])))
	}
	if *update {
		text = fence.ReplaceAllFunc(text, func([]byte) []byte {
			return bytes.Join([][]byte{parts[1], got.Bytes(), parts[3]}, nil)
		})
		if err := os.WriteFile(readme, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if g, w := steady(got.Bytes()), steady(parts[2]); g != w {
		t.Errorf("the session prints\n%s\nthe README says\n%s\nafter a change that is meant, run: go test ./examples -run Session -update", g, w)
	}
	left, err := filepath.Glob(filepath.Join(home, ".local", "state", "greet", "*"))
	if err != nil || len(left) != 0 {
		t.Errorf("the session leaves %v (%v)", left, err)
	}
	if _, err := os.Stat(filepath.Join(home, ".config", "greet", "consent.toml")); !os.IsNotExist(err) {
		t.Errorf("the session leaves a decision: %v", err)
	}
}

// runInHome runs a command line with an environment of its own: what the
// developer's machine says about telemetry and CI must not decide.
func runInHome(t *testing.T, dir, home, line string) []byte {
	t.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = dir
	cmd.Env = []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + t.TempDir(),
		goEnv(t, "GOCACHE"), goEnv(t, "GOMODCACHE"), goEnv(t, "GOPROXY"), goEnv(t, "GOFLAGS"), goEnv(t, "GOTOOLCHAIN"),
	}
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatalf("%s: %v", line, err)
	}
	return out
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	value, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return name + "=" + strings.TrimSpace(string(value))
}

var variable = regexp.MustCompile(`"machine_id":"[0-9a-f]{64}"|"timestamp_utc":"[-0-9]{10}T[:0-9]{8}(\.[0-9]+)?Z"|"id":"[0-9a-f]{32}"`)

// steady replaces what differs between two runs.
func steady(out []byte) string { return variable.ReplaceAllString(string(out), `"…"`) }
