package telemetrycmd

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// asTool makes the test binary behave as mytool, which delivers to the address
// that the variable holds.
const asTool = "OPTIN_TEST_ENDPOINT"

// TestMytool is no test: it is mytool, for the tests that need real processes.
func TestMytool(t *testing.T) {
	url, ok := os.LookupEnv(asTool)
	if !ok {
		return
	}
	if err := becomeNobody(); err != nil {
		t.Fatal(err)
	}
	app, err := New(Config{Tool: "mytool", ToolVersion: "1.4.0", Exporter: poster(url)})
	if err != nil {
		t.Fatal(err)
	}
	root := newRoot()
	root.AddCommand(app.Command(), &cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) {}})
	app.Instrument(root)
	_, args, _ := strings.Cut(strings.Join(os.Args, "\x00"), "\x00--\x00")
	root.SetArgs(strings.Split(args, "\x00"))
	os.Exit(app.exitCode(root.ExecuteContext(t.Context())))
}

// becomeNobody gives up root's rights, if a test asks for it.
var becomeNobody = func() error { return nil }

// poster posts how many events there are, to the address that it is.
type poster string

func (p poster) Export(ctx context.Context, events []telemetry.Event) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, string(p), strings.NewReader(strconv.Itoa(len(events))))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "test: post", Err: errors.New("no answer")}
	}
	return resp.Body.Close()
}

// server counts the requests that have begun, and answers when it is told to.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	begun  int
	arrive chan struct{} // closed when the first request has begun
	answer func()        // answers this request and all later ones
}

func newServer(t *testing.T) *server {
	t.Helper()
	answer := make(chan struct{})
	s := &server{arrive: make(chan struct{}), answer: sync.OnceFunc(func() { close(answer) })}
	s.Server = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		s.mu.Lock()
		if s.begun++; s.begun == 1 {
			close(s.arrive)
		}
		s.mu.Unlock()
		<-answer
	}))
	t.Cleanup(s.Close)
	t.Cleanup(s.answer)
	return s
}

func (s *server) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun
}

// machine is where processes of mytool run, with the directories of the platform.
type machine struct {
	t    *testing.T
	home string
	env  []string
}

func newMachine(t *testing.T, url string) *machine {
	t.Helper()
	home := t.TempDir()
	env := []string{
		asTool + "=" + url, "HOME=" + home,
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "XDG_STATE_HOME=" + filepath.Join(home, "state"),
	}
	if runtime.GOOS == "windows" {
		env = append(env, "USERPROFILE="+home, "APPDATA="+filepath.Join(home, "roaming"), "LOCALAPPDATA="+filepath.Join(home, "local"), "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return &machine{t: t, home: home, env: env}
}

// command returns a process that runs mytool.
func (m *machine) command(line string, env ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	m.t.Helper()
	self, err := os.Executable()
	if err != nil {
		m.t.Fatal(err)
	}
	args := append([]string{"-test.run=^TestMytool$", "--"}, strings.Fields(line)...)
	cmd = exec.Command(self, args...)
	cmd.Env = slices.Concat(m.env, env, []string{noRaceDelay})
	stderr = new(bytes.Buffer)
	cmd.Stderr = stderr
	return cmd, stderr
}

// must runs mytool and fails the test unless it exits with the code.
func (m *machine) must(code int, line string, env ...string) {
	m.t.Helper()
	cmd, stderr := m.command(line, env...)
	if err := cmd.Run(); cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		m.t.Fatalf("mytool %s: exit code %d, want %d; standard error:\n%s", line, got, code, stderr)
	}
}

// path returns the one path below the home directory that ends so.
func (m *machine) path(name string) string {
	m.t.Helper()
	found := ""
	err := filepath.WalkDir(m.home, func(path string, _ os.DirEntry, err error) error {
		if filepath.Base(path) == name {
			found = path
		}
		return err
	})
	if err != nil || found == "" {
		m.t.Fatalf("there is no %s: %v", name, err)
	}
	return found
}

// queue lets three requests' worth of events wait.
func (m *machine) queue() {
	m.t.Helper()
	m.must(exitDone, "telemetry enable")
	queue := spoolsink.New(queueDir(m.t, filepath.Join(m.home, "state", "mytool", "telemetry"), m.path("consent.toml")), nil, nil)
	for range 3 * 500 {
		if err := queue.Emit(m.t.Context(), telemetry.Event{Name: InvokeEvent, Tool: "mytool", TimestampUTC: time.Now()}); err != nil {
			m.t.Fatal(err)
		}
	}
	if err := queue.Close(); err != nil {
		m.t.Fatal(err)
	}
}

// decision polls until the record is gone or no yes any more.
func (m *machine) decision(path string) {
	for {
		if c, err := consent.Read(path); err == nil && c.State != consent.Enabled {
			return
		}
		if m.t.Context().Err() != nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// Once disable or reset has returned, no request begins, whatever other processes
// do: one that is in the middle of a delivery, and those that come later.
func TestBoundaryWhileAnotherProcessDelivers(t *testing.T) {
	for _, receiver := range []string{"hung", "slow"} {
		for _, line := range []string{"telemetry disable", "telemetry reset"} {
			t.Run(receiver+"/"+line, func(t *testing.T) {
				s := newServer(t)
				m := newMachine(t, s.URL)
				m.queue()
				timeout := "1h"
				if receiver == "hung" {
					timeout = "500ms"
				}
				record := m.path("consent.toml")
				sending, _ := m.command("telemetry send --timeout " + timeout)
				if err := sending.Start(); err != nil {
					t.Fatal(err)
				}
				<-s.arrive
				ending, stderr := m.command(line)
				if err := ending.Start(); err != nil {
					t.Fatal(err)
				}
				if receiver == "slow" {
					m.decision(record) // disable waits for the request by now, or is about to
					s.answer()
				}
				if err := ending.Wait(); err != nil {
					t.Errorf("%s: %v: %s", line, err, stderr)
				}
				before := s.requests()
				for range 3 {
					m.must(exitDone, "deploy")
					m.must(exitRefused, "telemetry send")
				}
				_ = sending.Wait() // it failed, or not, by when it was stopped
				m.must(exitDone, "telemetry enable")
				m.must(exitDone, "telemetry send --timeout 1s")
				equal(t, "requests that began afterwards", s.requests()-before, 0)
			})
		}
	}
}

// Without the record nothing is sent either, also by a process that is in the
// middle of a delivery; and under DO_NOT_TRACK nothing is sent by those that see it.
func TestF31BoundaryOfTheRecord(t *testing.T) {
	for name, end := range map[string]func(*machine, string){
		"removed":  func(m *machine, record string) { remove(m.t, record) },
		"disabled": func(m *machine, record string) { put(m.t, record, "version = 1\nstate = \"disabled\"\n") },
		"garbage":  func(m *machine, record string) { put(m.t, record, "\x00") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			m := newMachine(t, s.URL)
			m.queue()
			sending, _ := m.command("telemetry send --timeout 1h")
			if err := sending.Start(); err != nil {
				t.Fatal(err)
			}
			<-s.arrive
			end(m, m.path("consent.toml"))
			s.answer()
			_ = sending.Wait()
			equal(t, "exit code of send", sending.ProcessState.ExitCode(), exitRefused)
			m.must(exitDone, "deploy")
			m.must(exitRefused, "telemetry send")
			equal(t, "requests", s.requests(), 1)
		})
	}
}

func TestBoundaryOfDoNotTrack(t *testing.T) {
	s := newServer(t)
	s.answer()
	m := newMachine(t, s.URL)
	m.queue()
	for _, env := range []string{"DO_NOT_TRACK=1", "MYTOOL_TELEMETRY=off", "MYTOOL_TELEMETRY=log", "CI=true"} {
		before := s.requests()
		m.must(exitRefused, "telemetry send", env)
		m.must(exitDone, "deploy", env)
		m.must(exitDone, "telemetry show", env)
		m.must(exitDone, "telemetry", env)
		equal(t, env, s.requests(), before)
	}
	m.must(exitDone, "telemetry send")
	if s.requests() == 0 {
		t.Error("nothing was sent without a veto, which tests nothing")
	}
}

func remove(t testing.TB, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
