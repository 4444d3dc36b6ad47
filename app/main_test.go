package app

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// tool is the executable of testdata/mytool. A test binary is never started to deliver,
// so the tests need a real one. APP_TEST_TOOL names one where there is no Go to build it,
// as in an emulated system.
var tool = os.Getenv("APP_TEST_TOOL")

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

// roleOfShell makes the test binary act as a shell, which is used to run tools in a
// terminal.
const roleOfShell = "OPTIN_TEST_SHELL"

func runTests(m *testing.M) int {
	if code, ok := actAsShell(); ok {
		return code
	}
	if tool != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "mytool")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	tool = filepath.Join(dir, "mytool")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	build := exec.Command("go", "build", "-o", tool, "./testdata/mytool")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // a loader has faults of its own
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v: %s", err, out)
		return 1
	}
	// Whoever may not enter the directory of root's temporary files runs it too.
	_ = os.Chmod(dir, 0o755)
	// Most tests wait for other processes, or for time to pass.
	const many = "8"
	flag.Parse()
	if err := flag.Set("test.parallel", many); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// patience is how long a test waits for what must happen.
const patience = time.Minute

// machine is a home in which mytool runs.
type machine struct {
	t    testing.TB
	home string
	tool string
	env  []string
}

func newMachine(t testing.TB, env ...string) *machine {
	t.Helper()
	home, err := os.MkdirTemp("", "home")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeAll(t, home) })
	base := []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0"}
	if runtime.GOOS == "windows" {
		base = append(base, "USERPROFILE="+home, "APPDATA="+filepath.Join(home, "config"),
			"LOCALAPPDATA="+filepath.Join(home, "local"), "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return &machine{t: t, home: home, tool: tool, env: append(base, env...)}
}

// removeAll removes the home, in which a second process may still be at work.
func removeAll(t testing.TB, home string) {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		err := os.RemoveAll(home)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Error(err)
			return
		}
	}
}

// with returns the same home with other variables besides.
func (m *machine) with(env ...string) *machine {
	other := *m
	other.env = slices.Concat(m.env, env)
	return &other
}

// sendingTo returns the same home, with an Exporter for a receiver.
func (m *machine) sendingTo(r *receiver, env ...string) *machine {
	return m.with(append([]string{"TOOL_ENDPOINT=" + r.url, "TOOL_RECIPIENT=example.org"}, env...)...)
}

func (m *machine) state(name string) string {
	switch runtime.GOOS {
	case "windows":
		return filepath.Join(m.home, "local", "mytool", "telemetry", name)
	case "darwin":
		return filepath.Join(m.home, "Library", "Application Support", "mytool", "telemetry", name)
	}
	return filepath.Join(m.home, ".local", "state", "mytool", "telemetry", name)
}

func (m *machine) consentPath() string {
	switch runtime.GOOS {
	case "windows":
		return filepath.Join(m.home, "config", "mytool", "consent.toml")
	case "darwin":
		return filepath.Join(m.home, "Library", "Application Support", "mytool", "consent.toml")
	}
	return filepath.Join(m.home, ".config", "mytool", "consent.toml")
}

func (m *machine) command(args ...string) *exec.Cmd {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	m.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, m.tool, args...)
	cmd.Env, cmd.Dir = m.env, m.home
	return cmd
}

// talk starts a command, with a pipe to it and one from it.
func (m *machine) talk(args ...string) (cmd *exec.Cmd, in io.WriteCloser, out io.Reader) {
	m.t.Helper()
	cmd = m.command(args...)
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr, cmd.Start()); err != nil {
		m.t.Fatal(err)
	}
	return cmd, in, out
}

// result is what a run did.
type result struct {
	code           int
	stdout, stderr string
}

func (m *machine) run(args ...string) result {
	m.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := m.command(args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// must runs mytool, fails the test unless it succeeds, and returns its output.
func (m *machine) must(args ...string) string {
	m.t.Helper()
	r := m.run(args...)
	if r.code != 0 {
		m.t.Fatalf("mytool %s: exit code %d\n%s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// enable agrees for the user.
func (m *machine) enable() *machine {
	m.t.Helper()
	m.must("telemetry", "enable", "--yes")
	return m
}

// left returns the events below the state directory, whoever may have written them.
func (m *machine) left() string {
	var b strings.Builder
	_ = filepath.Walk(m.state("."), func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			data, _ := os.ReadFile(path)
			for line := range strings.Lines(string(data)) {
				if strings.Contains(line, `"machine_id"`) {
					b.WriteString(path + ": " + line)
				}
			}
		}
		return nil
	})
	return b.String()
}

// asks is how the question ends.
const asks = "[y/N/s=show] "

// What the tool says after the answer.
const (
	saysOn      = "Usage data is on from the next command. To turn it off: mytool telemetry disable\n"
	saysOff     = "Usage data stays off. To turn it on: mytool telemetry enable\n"
	saysNothing = "Nothing was saved. To decide: mytool telemetry enable, or disable\n"
)

// decided checks what is recorded, and how often the tool asked.
func (m *machine) decided(want consent.State, attempts int) {
	m.t.Helper()
	c, err := consent.Read(m.consentPath())
	if err != nil || c.State != want {
		m.t.Errorf("the record says %v, %v, want %v", c.State, err, want)
	}
	if _, err := os.Lstat(m.consentPath()); (err == nil) != (want != consent.Unset) {
		m.t.Errorf("the record: %v", err)
	}
	data, err := os.ReadFile(m.state("asked"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		m.t.Error(err)
	}
	if got := strings.Count(string(data), "\n"); got != attempts {
		m.t.Errorf("asked %d times, want %d: %q", got, attempts, data)
	}
}

// receiver is a server that takes events.
type receiver struct {
	url    string
	t      testing.TB
	server *httptest.Server

	mu       sync.Mutex
	delay    time.Duration
	status   int
	after    string // what it says of when to try again
	requests int
	events   map[telemetry.ID]int // how often each arrived
	asked    []string             // what was to be deleted
	pids     []string             // of who sent
	arrived  chan struct{}        // a request, before it is answered
}

func newReceiver(t testing.TB) *receiver {
	t.Helper()
	r := &receiver{t: t, status: http.StatusOK, events: map[telemetry.ID]int{}, arrived: make(chan struct{}, 10000)}
	r.server = httptest.NewServer(r)
	r.url = r.server.URL
	t.Cleanup(func() { r.server.CloseClientConnections(); r.server.Close() })
	return r
}

func (r *receiver) answer(status int, delay time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status, r.delay, r.after = status, delay, ""
}

// asksForAnHour makes the receiver fail, and ask to be left alone.
func (r *receiver) asksForAnHour() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status, r.after = http.StatusServiceUnavailable, "3600"
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	r.mu.Lock()
	r.requests++
	r.pids = append(r.pids, request.Header.Get("Pid"))
	delay, status := r.delay, r.status
	r.mu.Unlock()
	r.arrived <- struct{}{}
	select {
	case <-time.After(delay):
	case <-request.Context().Done():
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil || status != http.StatusOK:
	case strings.HasSuffix(request.URL.Path, "/deletions"):
		r.asked = append(r.asked, string(body))
	default:
		for line := range bytes.Lines(body) {
			e, err := telemetry.ParseEvent(bytes.TrimSpace(line))
			if err != nil {
				r.t.Errorf("%v: %s", err, line)
			}
			r.events[e.ID]++
		}
	}
	if r.after != "" {
		w.Header().Set("Retry-After", r.after)
	}
	w.WriteHeader(status)
}

// count returns how many events have arrived, and how many of these more than once.
func (r *receiver) count() (events, twice int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range r.events {
		if n > 1 {
			twice++
		}
	}
	return len(r.events), twice
}

func (r *receiver) requested() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests
}

// eventually fails the test unless ok becomes true.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	const longest = 50 * time.Millisecond
	pause := time.Millisecond
	for deadline := time.Now().Add(patience); !ok(); time.Sleep(pause) {
		if time.Now().After(deadline) {
			t.Fatal("it does not happen: " + what)
		}
		pause = min(2*pause, longest)
	}
}

// gets waits until n events have arrived, each once.
func (r *receiver) gets(n int) {
	r.t.Helper()
	eventually(r.t, fmt.Sprint(n, " events arrive"), func() bool { got, _ := r.count(); return got >= n })
	if got, twice := r.count(); got != n || twice != 0 {
		r.t.Errorf("%d events arrived, %d of them twice, want %d", got, twice, n)
	}
}
