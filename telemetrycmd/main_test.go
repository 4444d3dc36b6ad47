package telemetrycmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// toolVariable makes the test binary one of these tools, with its arguments and
// its exit code, for the tests that need real processes.
const toolVariable = "OPTIN_TEST_TOOL"

// noRaceDelay keeps the race detector from waiting a second at the end of each
// process.
const noRaceDelay = "GORACE=atexit_sleep_ms=0"

// tools are the main functions of the tools, by name.
var tools = map[string]func() int{
	"plain": func() int { return runTree(false) },
	"tree":  func() int { return runTree(true) },
}

func TestMain(m *testing.M) {
	if name, ok := os.LookupEnv(toolVariable); ok {
		main, ok := tools[name]
		if !ok {
			fmt.Fprintln(os.Stderr, "there is no tool "+name)
			os.Exit(70)
		}
		if err := becomeNobody(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(70)
		}
		os.Exit(main())
	}
	os.Exit(m.Run())
}

// site is a home directory in which tools run.
type site struct {
	t    testing.TB
	home string
	env  []string
}

func newSite(t testing.TB, env ...string) *site {
	t.Helper()
	home := t.TempDir()
	base := []string{
		"HOME=" + home,
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "XDG_STATE_HOME=" + filepath.Join(home, "state"),
	}
	if runtime.GOOS == "windows" {
		base = append(base, "USERPROFILE="+home, "APPDATA="+filepath.Join(home, "config"),
			"LOCALAPPDATA="+filepath.Join(home, "state"), "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return &site{t: t, home: home, env: append(base, env...)}
}

// with returns the same home with other variables besides.
func (s *site) with(env ...string) *site {
	return &site{t: s.t, home: s.home, env: slices.Concat(s.env, env)}
}

func (s *site) consentPath() string { return filepath.Join(s.home, "config", "mytool", "consent.toml") }
func (s *site) stateDir() string    { return filepath.Join(s.home, "state", "mytool", "telemetry") }

// queueDir returns the directory of the queue of the decision that is recorded.
func queueDir(t testing.TB, state, record string) string {
	t.Helper()
	c, err := consent.Read(record)
	if err != nil {
		t.Fatal(err)
	}
	return queues(filepath.Join(state, "spool")).of(c)
}

func (s *site) command(tool string, args ...string) *exec.Cmd {
	s.t.Helper()
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	// No test waits for ever.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	s.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self, args...)
	// Under the race detector each process would sleep for a second at its end.
	cmd.Env = append(slices.Clone(s.env), toolVariable+"="+tool, noRaceDelay)
	cmd.Dir = s.home
	return cmd
}

// run runs a tool and returns what it did.
func (s *site) run(tool string, args ...string) result {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := s.command(tool, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// must runs the tool "tree", and fails the test unless it succeeds.
func (s *site) must(args ...string) result {
	s.t.Helper()
	r := s.run("tree", args...)
	if r.code != exitDone {
		s.t.Fatalf("%v: exit code %d\n%s%s", args, r.code, r.stdout, r.stderr)
	}
	return r
}

// events returns the lines of the log of events.
func (s *site) events() []telemetry.Event {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.stateDir(), "events.jsonl"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	var events []telemetry.Event
	for line := range bytes.Lines(text) {
		var e telemetry.Event
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := json.Unmarshal(line, &e); err != nil {
			s.t.Fatalf("%v: %s", err, line)
		}
		events = append(events, e)
	}
	return events
}

// summary says which events are in the log: of each its command and outcome.
func (s *site) summary() string {
	s.t.Helper()
	var b strings.Builder
	for _, e := range s.events() {
		command, _ := e.Attrs.Get("command")
		outcome, _ := e.Attrs.Get("outcome")
		fmt.Fprintf(&b, "%s: %s\n", command, outcome)
	}
	return b.String()
}

// tree returns all paths below the home directory, with what is known of them.
func (s *site) tree() string {
	s.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(s.home, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintln(&b, path, info.Mode(), info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

// posting is an Exporter that posts events to a URL, one a line.
type posting string

func (p posting) Recipient() string { return "telemetry.example.org" }

func (p posting) Export(ctx context.Context, events []telemetry.Event) error {
	var body []byte
	for _, e := range events {
		var err error
		if body, err = e.AppendJSON(body); err != nil {
			return err
		}
		body = append(body, '\n')
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, string(p), bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "test: post", Err: errors.New("no answer")}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "test: post", Err: errors.New(resp.Status)}
	}
	return nil
}
