package browser

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is optin-server, as the tests built it.
var program string

func TestMain(m *testing.M) { os.Exit(withProgram(m)) }

func withProgram(m *testing.M) int {
	dir, err := os.MkdirTemp("", "optin-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "optin-server")
	build := exec.Command("go", "build", "-o", program, "./server/cmd/optin-server")
	build.Dir = "../.."
	build.Env = append(os.Environ(), "GOWORK=")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// started starts the server with these arguments, and returns its address once it
// has said it.
func started(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, append(args, "--listen", "127.0.0.1:0")...)
	said, theirs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = theirs, theirs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = theirs.Close()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		_ = said.Close()
	})
	if err := said.SetReadDeadline(time.Now().Add(stepTime)); err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`127\.0\.0\.1:[0-9]+`)
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if found := address.FindString(lines.Text()); found != "" {
			_ = said.SetReadDeadline(time.Time{})
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return "http://" + found
		}
	}
	t.Fatal("the server says no address")
	return ""
}

// hashOf asks the server's own command for the hash of a password.
func hashOf(t *testing.T, password string) string {
	t.Helper()
	cmd := exec.Command(program, "password")
	cmd.Stdin = strings.NewReader(password + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
