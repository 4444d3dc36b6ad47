package telemetrycmd

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
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

// An event that is being written while its user withdraws is never sent: not if the
// user agrees anew, and a delivery is made, before the command has seen any of it,
// and not if the command is killed then. The command does not touch what others
// record under the new yes.
func TestWithdrawalAndNewYesInTheMomentOfAnEvent(t *testing.T) {
	for _, line := range []string{"telemetry disable", "telemetry reset"} {
		for _, killed := range []bool{false, true} {
			u := newUser(t)
			u.must(exitDone, "telemetry enable")
			app := u.app()
			rec := app.record()
			b := &boundary{app: app, recording: rec}
			withdraw := func() {
				u.must(exitDone, line)
				u.must(exitDone, "telemetry enable")
				u.record("deploy")
			}
			b.next = telemetry.SinkFunc(func(ctx context.Context, e telemetry.Event) error {
				withdraw()
				err := rec.queue.Emit(ctx, e)
				u.must(exitDone, "telemetry send")
				u.record("deploy")
				return err
			})
			late := app.sample()
			late.Name = "late"
			if killed {
				if err := b.next.Emit(t.Context(), late); err != nil {
					t.Fatal(err)
				}
			} else if err := b.Emit(t.Context(), late); err != nil {
				t.Fatal(err)
			}
			rec.deliver() // what it does under the old yes is no longer allowed
			rec.delivery.Load().wait(time.Minute)
			rec.close()
			u.must(exitDone, "telemetry send")
			got := u.receiver.got(t)
			equal(t, line+": the late event is sent", strings.Contains(got, `"late"`), false)
			equal(t, line+": events of the new yes", strings.Count(got, `"deploy"`), 2)
		}
	}
}

// What a command that was killed, or somebody who replaced the record by hand, has
// left of an earlier yes is removed by the next delivery.
func TestQueuesOfEarlierDecisionsAreRemoved(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	earlier := u.queueDir()
	agreed, err := consent.Read(u.consentPath())
	if err != nil {
		t.Fatal(err)
	}
	agreed.DecidedAt = agreed.DecidedAt.Add(time.Second)
	if err := consent.Write(u.consentPath(), agreed); err != nil {
		t.Fatal(err)
	}
	contains(t, "what waits", u.must(exitDone, "telemetry show --pending"), "none: ")
	foreign := filepath.Join(filepath.Dir(earlier), "notes")
	u.write(foreign, "mine")
	rec := u.app().record()
	rec.deliver()
	rec.delivery.Load().wait(time.Minute)
	rec.close()
	if _, err := os.Lstat(earlier); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the queue of the earlier yes is still there: %v", err)
	}
	if _, err := os.Lstat(foreign); err != nil {
		t.Errorf("a file that is no queue is gone: %v", err)
	}
	equal(t, "sent", u.receiver.got(t), "")
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

// A record that cannot be read in the moment of an event is no withdrawal: what
// waits is sent when it can be read again, and not before.
func TestUnreadableRecordInTheMomentOfAnEvent(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	record, err := os.ReadFile(u.consentPath())
	if err != nil {
		t.Fatal(err)
	}
	app := u.app()
	rec := app.record()
	b := &boundary{app: app, recording: rec}
	b.next = telemetry.SinkFunc(func(ctx context.Context, e telemetry.Event) error {
		u.write(u.consentPath(), "garbage")
		return rec.queue.Emit(ctx, e)
	})
	if err := b.Emit(t.Context(), app.sample()); err != nil {
		t.Fatal(err)
	}
	rec.deliver()
	rec.delivery.Load().wait(time.Minute)
	rec.close()
	equal(t, "sent before it is mended", u.receiver.got(t), "")
	u.write(u.consentPath(), string(record))
	u.must(exitDone, "telemetry send")
	equal(t, "events sent after that", strings.Count(u.receiver.got(t), `"name":"command.invoke"`), 2)
}
