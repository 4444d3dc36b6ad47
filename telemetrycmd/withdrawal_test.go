package telemetrycmd

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// collector is a receiver that keeps what is posted to it.
type collector struct {
	*httptest.Server
	mu      sync.Mutex
	bodies  []string
	arrived chan struct{} // has one value for each request
}

func newCollector(t testing.TB) *collector {
	t.Helper()
	c := &collector{arrived: make(chan struct{}, 1000)}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.mu.Lock()
		c.bodies = append(c.bodies, string(body))
		c.mu.Unlock()
		c.arrived <- struct{}{}
	}))
	t.Cleanup(c.Close)
	return c
}

// got returns everything that was posted, and forgets it.
func (c *collector) got() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := strings.Join(c.bodies, "")
	c.bodies = nil
	return all
}

// waiting is a command that waits until it is let go.
type waiting struct {
	t     *testing.T
	cmd   *exec.Cmd
	stdin io.WriteCloser
}

// starts returns when the command "wait" is running.
func (s *site) starts(t *testing.T) *waiting {
	t.Helper()
	cmd := s.command("tree", "wait")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the command says %q, %v", line, err)
	}
	return &waiting{t, cmd, stdin}
}

func (w *waiting) ends() {
	w.t.Helper()
	_, err := io.WriteString(w.stdin, "go\n")
	if err == nil {
		err = w.cmd.Wait()
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// A command that was running when its user withdrew leaves nothing behind that
// could ever be sent, not even if the user agrees again, be it while it still runs.
func TestWithdrawalWhileACommandRuns(t *testing.T) {
	for name, test := range map[string]struct {
		withdraw func(*site)
		again    bool // agreed while the command was running
	}{
		"disable":            {func(s *site) { s.must("telemetry", "disable") }, false},
		"reset":              {func(s *site) { s.must("telemetry", "reset") }, false},
		"record removed":     {func(s *site) { remove(s.t, s.consentPath()) }, false},
		"record damaged":     {func(s *site) { put(s.t, s.consentPath(), "garbage") }, false},
		"disable and enable": {func(s *site) { s.must("telemetry", "disable"); s.must("telemetry", "enable") }, true},
		"reset and enable":   {func(s *site) { s.must("telemetry", "reset"); s.must("telemetry", "enable") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCollector(t)
			s := newSite(t, "ENDPOINT="+c.URL)
			s.must("telemetry", "enable")
			before := len(s.events())
			running := s.starts(t)
			test.withdraw(s)
			running.ends()
			if !test.again {
				s.must("deploy")
			}
			equal(t, "recorded", len(s.events()), before)
			contains(t, "what waits", s.must("telemetry", "show", "--pending").stdout, "none: ")
			s.must("telemetry", "enable")
			s.must("telemetry", "send")
			equal(t, "sent", c.got(), "")
			s.must("deploy")
			s.must("telemetry", "send")
			equal(t, "events that are sent after the new yes", strings.Count(c.got(), `"command":"deploy"`), 1)
		})
	}
}

// The run that grants records nothing, before and after it is granted.
func TestGrantIsForTheNextRun(t *testing.T) {
	s := newSite(t)
	running := s.starts(t)
	s.must("telemetry", "enable")
	running.ends()
	equal(t, "recorded", s.summary(), "")
	s.must("deploy")
	equal(t, "recorded by the next run", s.summary(), "deploy: ok\n")
}

// An event that was written in the moment of a withdrawal goes with the queue.
func TestWithdrawalInTheMomentOfAnEvent(t *testing.T) {
	for _, line := range []string{"telemetry disable", "telemetry reset"} {
		u := newUser(t)
		u.must(exitDone, "telemetry enable")
		app := u.app()
		rec := app.record()
		b := &boundary{app: app, recording: rec}
		b.next = telemetry.SinkFunc(func(ctx context.Context, e telemetry.Event) error {
			u.must(exitDone, line) // all of it, after the first look at the decision
			return rec.queue.Emit(ctx, e)
		})
		if err := b.Emit(t.Context(), app.sample()); err != nil {
			t.Fatal(err)
		}
		rec.close()
		stats, err := rec.queue.Stats()
		if err != nil || stats.Pending != 0 {
			t.Errorf("%s: %d events wait, %v", line, stats.Pending, err)
		}
	}
}
