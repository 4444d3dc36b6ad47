package app

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Every event arrives, and none twice, whatever the receiver's pace is; and it takes one
// process for each interval.
func TestEveryEventArrivesOneIntervalLater(t *testing.T) {
	t.Parallel()
	for _, delay := range []time.Duration{0, 300 * time.Millisecond} {
		t.Run(delay.String(), func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t)
			r.answer(http.StatusOK, delay)
			m := newMachine(t).sendingTo(r).enable()
			const runs = 12
			m.must("print", "x")
			r.gets(1) // the first one after a yes
			m.hasNoted()
			for range runs - 2 {
				m.must("print", "x")
			}
			r.gets(1)
			m.letPass(10 * time.Minute)
			m.must("print", "x")
			r.gets(runs)
			if n := r.requested(); n != 2 {
				t.Errorf("%d requests in two intervals", n)
			}
		})
	}
}

// hasNoted waits until the queue has noted that the first delivery is done.
func (m *machine) hasNoted() {
	m.t.Helper()
	eventually(m.t, "the delivery is noted", func() bool { return strings.Contains(m.must("telemetry"), "UTC, ok\n") })
}

// letPass makes it as if the last second process had been started so long ago.
func (m *machine) letPass(interval time.Duration) {
	m.t.Helper()
	then := time.Now().Add(-interval)
	if err := os.Chtimes(m.state("sender"), then, then); err != nil {
		m.t.Fatal(err)
	}
}

func TestFirstEventAfterAYesIsSentAtOnce(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.must("print", "x")
	r.gets(1)
	m.must("print", "x")
	m.must("telemetry", "disable")
	m.enable()
	m.must("print", "x")
	r.gets(2)
}

func TestAHundredWaitingEventsAreDue(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "TOOL_EVERY=1h").enable()
	m.must("print", "x")
	r.gets(1)
	m.hasNoted()
	m.must("misses", "150")
	if n := r.requested(); n != 1 {
		t.Fatalf("%d requests: the last process was started just now", n)
	}
	m.letPass(startPause)
	m.must("print", "x")
	r.gets(153)
}

// A run that records nothing, and one for which the interval has not passed, start
// nothing.
func TestNothingIsStartedBeforeItIsDue(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.must("telemetry", "status")
	m.must("telemetry", "show")
	if _, err := os.Lstat(m.state("sender")); err == nil {
		t.Error("a run that recorded nothing started a process")
	}
	m.must("print", "x")
	r.gets(1)
	before, err := os.Stat(m.state("sender"))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		m.must("print", "x")
	}
	after, err := os.Stat(m.state("sender"))
	if err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("the marker was touched: %v, %v, %v", before.ModTime(), after.ModTime(), err)
	}
	r.gets(1)
}

// A clock that was wrong must not keep events for ever.
func TestMarkerFromTheFutureIsDue(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.must("print", "x")
	r.gets(1)
	m.hasNoted()
	m.letPass(-24 * time.Hour)
	m.must("print", "x")
	r.gets(2)
}

func TestQueueThatBacksOffStartsNothing(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.asksForAnHour()
	m := newMachine(t).sendingTo(r, "TOOL_EVERY=1ms").enable()
	m.must("print", "x")
	eventually(t, "the failure is noted", func() bool {
		return strings.Contains(m.must("telemetry", "status"), "Next attempt")
	})
	for range 5 {
		m.must("print", "x")
	}
	if n := r.requested(); n != 1 {
		t.Errorf("%d requests to a receiver that asks to be left alone", n)
	}
	if text := m.must("telemetry", "status"); !strings.Contains(text, "Waiting        6 events") {
		t.Errorf("status says\n%s", text)
	}
}

// None of what keeps a second process from being started shows, or loses anything.
func TestNoSecondProcess(t *testing.T) {
	t.Parallel()
	for name, env := range map[string]string{
		"below a sender":     "MYTOOL_TELEMETRY_SENDER=2",
		"unknown guard":      "MYTOOL_TELEMETRY_SENDER=x",
		"the user's wish":    "MYTOOL_TELEMETRY_DETACH=0",
		"with a log":         "MYTOOL_TELEMETRY=log",
		"off":                "MYTOOL_TELEMETRY=off",
		"do not track":       "DO_NOT_TRACK=1",
		"a CI system":        "CI=true",
		"with a budget of 1": "TOOL_BUDGET=1ns",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t)
			m := newMachine(t).sendingTo(r).enable()
			if got := m.with(env).run("print", "x"); got.code != 0 || got.stdout != "x\n" {
				t.Errorf("it is %+v", got)
			}
			if _, err := os.Lstat(m.state("sender")); err == nil {
				t.Error("a process was started")
			}
			m.must("print", "x")
			eventually(t, "what waits is delivered later", func() bool { n, _ := r.count(); return n >= 1 })
		})
	}
}

// The guard is looked at before anything else, so that no command of the user's runs in
// a process that was started to deliver.
func TestGuardKeepsTheCommandFromRunning(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.with("MYTOOL_TELEMETRY_DETACH=0").must("print", "x")
	got := m.with("MYTOOL_TELEMETRY_SENDER=1").run("print", "hello")
	if want := (result{}); got != want {
		t.Errorf("with the guard it is %+v, want %+v", got, want)
	}
	r.gets(1)
}

func TestHundredCommandsAtOnceStartAtMostOneProcess(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusOK, 200*time.Millisecond)
	m := newMachine(t).sendingTo(r).enable()
	var runs sync.WaitGroup
	for range 100 {
		runs.Go(func() {
			cmd := m.command("print", "x")
			if err := cmd.Run(); err != nil {
				t.Error(err)
			}
		})
	}
	runs.Wait()
	eventually(t, "the request is answered", func() bool { n, _ := r.count(); return n > 0 })
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, pid := range r.pids {
		if pid != r.pids[0] {
			t.Errorf("processes %v sent", r.pids)
		}
	}
}

// A reader of the tool's output waits for the end of the file: nothing of the second
// process may hold it open.
func TestOutputEndsWithTheTool(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusOK, 10*time.Second)
	m := newMachine(t).sendingTo(r).enable()
	cmd := m.command("print", "hello")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(out)
	if err != nil || string(text) != "hello\n" {
		t.Errorf("it printed %q, %v", text, err)
	}
	select {
	case <-r.arrived:
		if n, _ := r.count(); n != 0 {
			t.Error("the receiver answered already: the test shows nothing")
		}
	case <-time.After(patience):
		t.Error("no request arrives")
	}
	_ = cmd.Wait()
}

// A run that goes on for long is no reason to wait.
func TestLongRunsDeliverWhileTheyRun(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	cmd, in, out := m.talk("many")
	lines := bufio.NewScanner(out)
	event := func() {
		if _, err := io.WriteString(in, "."); err != nil || !lines.Scan() || lines.Text() != "<nil>" {
			t.Fatalf("recording says %q, %v", lines.Text(), err)
		}
	}
	event()
	time.Sleep(lookAfter + 50*time.Millisecond) // the time is what is tested
	event()
	r.gets(2)
	_ = in.Close()
	_ = cmd.Wait()
}

func TestExitBudgetDeliversAtTheEndAndStartsNothing(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "TOOL_BUDGET=5s").enable()
	m.must("print", "x")
	if n, _ := r.count(); n != 1 {
		t.Errorf("%d events arrived with the end of the command, want 1", n)
	}
	if _, err := os.Lstat(m.state("sender")); err == nil {
		t.Error("a process was started")
	}
	if text := m.must("telemetry"); !strings.Contains(text, "the end of each command, in at most 5 seconds") {
		t.Errorf("status says\n%s", text)
	}
	r.answer(http.StatusOK, time.Minute)
	began := time.Now()
	m.with("TOOL_BUDGET=100ms").must("print", "x")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("with a receiver that does not answer it took %v", took)
	}
	began = time.Now()
	m.with("TOOL_BUDGET=1m").run("panic", "x")
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("a panic waited %v", took)
	}
}

func TestResultsAreToldToTheAuthor(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	file := t.TempDir() + "/results"
	m := newMachine(t).sendingTo(r, "TOOL_RESULTS="+file, "MYTOOL_TELEMETRY_DEBUG=1").enable()
	got := m.run("print", "x")
	if !strings.Contains(got.stderr, ": recorded command.invoke \"print\", outcome ok\n") || !strings.Contains(got.stderr, ": started a second process\n") || got.stdout != "x\n" {
		t.Errorf("the debug log is %q", got.stderr)
	}
	if got := m.with("DO_NOT_TRACK=1").run("print", "x"); !strings.HasSuffix(got.stderr, ": nothing is recorded: DO_NOT_TRACK is set\n") {
		t.Errorf("off, the debug log is %q", got.stderr)
	}
	eventually(t, "the result is told", func() bool { text, _ := os.ReadFile(file); return strings.HasSuffix(string(text), " 1 <nil>\n") })
	eventually(t, "the second process keeps a log", func() bool {
		text, _ := os.ReadFile(m.state("debug.log"))
		return strings.Contains(string(text), "delivered 1")
	})
}

// What the receiver refuses for good is counted, and status says so.
func TestStatusCountsWhatBecameOfEvents(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0").enable()
	for range 2 {
		m.must("print", "x")
	}
	m.must("telemetry", "send")
	r.answer(http.StatusBadRequest, 0)
	m.must("print", "x")
	if got := m.run("telemetry", "send"); got.code != exitFailed || !strings.Contains(got.stderr, "the receiver refused 1 event") {
		t.Errorf("send: %+v", got)
	}
	if text := m.must("telemetry"); !strings.Contains(text, "Delivered      2 events, 1 dropped (rejected)\n") {
		t.Errorf("status says\n%s", text)
	}
	if text := m.must("telemetry", "--output", "json"); !strings.Contains(text, `"delivered":2,"dropped":{"rejected":1}`) {
		t.Errorf("status says %s", text)
	}
}

// A panic of the author's Exporter is no panic of the tool, and loses nothing.
func TestExporterThatPanics(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	for name, m := range map[string]*machine{
		"in a second process":   newMachine(t).sendingTo(r),
		"at the end of the run": newMachine(t).sendingTo(r, "TOOL_BUDGET=1m"),
	} {
		m.enable()
		if got := m.with("TOOL_EXPORT=panic").run("print", "x"); got != (result{0, "x\n", ""}) {
			t.Errorf("%s: it is %+v", name, got)
		}
		got := m.with("TOOL_EXPORT=panic").run("telemetry", "send")
		if got.code != exitFailed || strings.Contains(got.stderr, "goroutine") || got.stderr == "" {
			t.Errorf("%s: send: %+v", name, got)
		}
		if text := m.must("telemetry"); !strings.Contains(text, "Waiting        1 event,") {
			t.Errorf("%s: status says\n%s", name, text)
		}
	}
	if n, _ := r.count(); n != 0 {
		t.Errorf("%d events arrived", n)
	}
}

// deleting is an Exporter whose receiver is asked to delete.
type deleting struct {
	exported
	asked func() error
}

func (d *deleting) Delete(context.Context, string, string) (telemetry.Receipt, error) {
	return telemetry.Receipt{AcceptedAt: time.Now()}, d.asked()
}

// A yes that the user gives while the receiver is asked to delete stays, whatever the
// receiver answers.
func TestADeletionOverwritesNoYes(t *testing.T) {
	for _, answer := range []error{nil, errTakesNone} {
		var exporter deleting
		a, _ := newTool(t, func(c *Config) { c.Exporter = &exporter })
		asked := false
		exporter.asked = func() error {
			asked = true
			if err := a.gate.grant(false); err != nil {
				t.Error(err)
			}
			return answer
		}
		if err := errors.Join(a.install.make(), a.install.deletion.keep(request{machineID: "0123", askedAt: time.Now()})); err != nil {
			t.Fatal(err)
		}
		a.commands().delete(&call{ctx: t.Context(), stdout: io.Discard, stderr: io.Discard}, time.Minute)
		if v := a.gate.now(); !asked || !v.on() {
			t.Errorf("after the answer %v, telemetry is off: %v", answer, v.reasons())
		}
	}
}
