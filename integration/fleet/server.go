package fleet

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Build builds a command of another workspace of this repository, whose directory is
// relative to the caller's, and returns its path.
func Build(t *testing.T, workspace, command string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), filepath.Base(command))
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, command)
	build.Dir = workspace
	build.Env = append(os.Environ(), "GOWORK=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// Serve starts optin-server and returns its URL.
func Serve(t *testing.T, program string, flags ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)...) //nolint:gosec // a test's own program
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	listening, ended := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(log); lines.Scan(); {
			var line struct{ Level, Msg, Address string }
			_ = json.Unmarshal(lines.Bytes(), &line)
			if line.Address != "" {
				listening <- "http://" + line.Address
			} else if line.Level != "INFO" {
				t.Log(lines.Text())
			}
		}
		_ = cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		<-ended
	})
	select {
	case address := <-listening:
		return address
	case <-ended:
		t.Fatal("optin-server ended")
	}
	return ""
}

// SQLite starts optin-server with a store of its own and sends it the events.
func SQLite(t *testing.T, program string, events []telemetry.Event) string {
	t.Helper()
	address := Serve(t, program, "--data", t.TempDir(), "--accept-any")
	Send(t, address, nil, nil, events)
	return address
}

// Get returns what is at an address.
func Get(t *testing.T, address string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s: %.500s", address, response.Status, body)
	}
	return body
}

// Ask returns the rows that optin-server answers a question with, by column.
func Ask(t *testing.T, server, question string, filter url.Values) []map[string]any {
	t.Helper()
	body := Get(t, server+"/q/"+question+".json?"+filter.Encode())
	var answer struct{ Rows []map[string]any }
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%s %v: %v: %s", question, filter, err, body)
	}
	return answer.Rows
}

// OnOneDay runs compare, again if a day ended meanwhile: the questions are about the
// days until today.
func OnOneDay(t *testing.T, compare func() (differences []string)) {
	t.Helper()
	for {
		day := time.Now().UTC().YearDay()
		differences := compare()
		if time.Now().UTC().YearDay() != day {
			continue
		}
		if len(differences) > 0 {
			t.Error(strings.Join(differences, "\n"))
		}
		return
	}
}

// Memory returns the most that a process has had of it, on Linux.
func Memory(pid int) string {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return "an unknown amount"
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}
