package app

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/faulttest"
	"github.com/optin-go/optin/internal/wholetest"
)

// scenario is what a user does while something fails.
type scenario struct {
	args    string
	env     string
	stdin   string
	before  func(*machine)         // on a machine on which nothing was decided
	on      bool                   // whether it is on before
	codes   []int                  // how it may end, if it is not killed
	problem func(*suffered) string // what is wrong afterwards, "" if nothing is
}

// suffered is a machine after a run with a fault.
type suffered struct {
	*machine
	r   *receiver
	got result // code -1: killed
}

func (s *suffered) isOn() bool {
	s.t.Helper()
	return s.run("telemetry", "status", "--check").code == exitDone
}

// says reports whether it said so before it ended by itself.
func (s *suffered) says(text string) bool { return strings.Contains(s.got.stdout, text) }

// used is a machine on which two events wait.
func used(m *machine) { m.enable().must("print", "a"); m.must("print", "b") }

func refused(m *machine) { used(m); m.must("telemetry", "disable") }

// fullLog makes the log one that the next events rotate.
func fullLog(m *machine) {
	m.enable().must("print", "a")
	f, err := os.OpenFile(m.state("events.jsonl"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		m.t.Fatal(err)
	}
	line := strings.Repeat("x", 999) + "\n"
	for range 8 << 20 / 1000 * 7 / 8 {
		if _, err := f.WriteString(line); err != nil {
			m.t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		m.t.Fatal(err)
	}
}

func staysOff(s *suffered) string {
	if s.says("Telemetry      on") || s.isOn() {
		return "it is on, or is said to be"
	}
	return ""
}

// keeps demands that all that was acknowledged arrives with the next delivery.
func keeps(events int) func(*suffered) string {
	return func(s *suffered) string {
		if !s.isOn() {
			return "it is off"
		}
		want := events + strings.Count(s.got.stdout, "<nil>")
		if got := s.run("telemetry", "send"); got.code != exitDone {
			return fmt.Sprintf("the next send: %+v", got)
		}
		if n, _ := s.r.count(); n < want {
			return fmt.Sprintf("%d events arrived, %d were acknowledged", n, want)
		}
		return ""
	}
}

// withdrawn demands that what was said of a withdrawal is so.
func withdrawn(s *suffered) string {
	requests := s.r.requested()
	on := s.isOn()
	switch done := s.got.code == exitDone; {
	case done && on:
		return "it is on"
	case s.got.code == exitFailed && !strings.Contains(s.got.stderr, "MYTOOL_TELEMETRY=off"):
		return "it does not say what to do meanwhile"
	case done:
		s.run("telemetry", "send")
		s.enable().run("telemetry", "send")
		if s.r.requested() != requests {
			return "something was sent afterwards"
		}
	}
	return ""
}

var scenarios = map[string]scenario{
	"enable": {args: "telemetry enable --yes", codes: []int{exitDone, exitFailed}, problem: func(s *suffered) string {
		on := s.isOn()
		switch {
		case s.says("Telemetry is on") && !on:
			return "it is not on"
		case strings.Contains(s.got.stderr, "not saved") && on:
			return "it is on"
		case s.got.code == exitDone && !on:
			return "exit code 0, and it is not on"
		}
		return ""
	}},
	"record": {args: "many", stdin: "...", before: used, on: true, codes: []int{exitDone}, problem: keeps(2)},
	"rotate": {args: "many", stdin: "...", before: fullLog, on: true, codes: []int{exitDone}, problem: keeps(1)},
	"refuse": {args: "print x", before: refused, codes: []int{exitDone}, problem: staysOff},
	"first":  {args: "print x", before: func(*machine) {}, codes: []int{exitDone}, problem: staysOff},
	"budget": {args: "many", stdin: "...", env: "TOOL_BUDGET=5s", before: used, on: true, codes: []int{exitDone}, problem: keeps(2)},
	"deliver": {args: "telemetry send", before: used, on: true, codes: []int{exitDone, exitFailed, exitRefused}, problem: func(s *suffered) string {
		if n, _ := s.r.count(); s.says("Sent 2 events") && n < 2 || s.got.code == exitDone && n < 2 {
			return fmt.Sprintf("it says that all was sent; %d events arrived", n)
		}
		return keeps(2)(s)
	}},
	"sender":  {args: "telemetry send --detached", env: "MYTOOL_TELEMETRY_SENDER=1", before: used, on: true, codes: []int{exitDone, exitFailed}, problem: keeps(2)},
	"disable": {args: "telemetry disable", before: used, on: true, codes: []int{exitDone, exitFailed}, problem: withdrawn},
	"reset": {args: "telemetry reset", before: used, on: true, codes: []int{exitDone, exitFailed}, problem: func(s *suffered) string {
		if left := s.left(); s.got.code == exitDone && left != "" {
			return "there is left " + left
		}
		return withdrawn(s)
	}},
	"status": {args: "telemetry status", before: refused, codes: []int{exitDone, exitFailed}, problem: staysOff},
	"show": {args: "telemetry show", before: used, on: true, codes: []int{exitDone, exitFailed}, problem: func(s *suffered) string {
		if n := strings.Count(s.got.stdout, "\n"); s.got.code == exitDone && n != 2 && !strings.Contains(s.got.stdout, "none") {
			return fmt.Sprintf("exit code 0, and %d events are shown", n)
		}
		return keeps(2)(s)
	}},
	"delete": {args: "telemetry delete", before: used, on: true, codes: []int{exitDone, exitFailed, exitRefused}, problem: func(s *suffered) string {
		s.r.mu.Lock()
		asked := len(s.r.asked)
		s.r.mu.Unlock()
		on := s.isOn()
		switch {
		case s.got.code == exitDone && asked == 0:
			return "it says that the receiver has acknowledged it"
		case s.got.code == exitDone && on:
			return "it is on"
		case on:
			return keeps(2)(s)
		}
		return ""
	}},
}

// Each system call on files that a command makes fails once, with each error that it
// can give, or the tool is killed there: before it, and so after the one before. Each
// file is cut short at some size. Whatever it is: nothing panics, the command keeps its
// exit code, what is printed is true, telemetry is never on by a fault, what was
// acknowledged arrives, and the next run works.
func TestOneFaultAnywhere(t *testing.T) {
	for name, s := range scenarios {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			faults := faulttest.Some(t, wholetest.Of(1, 3), func() *exec.Cmd {
				m, _ := s.machine(t)
				return s.command(m)
			})
			for _, fault := range faults {
				t.Run(fault.String(), func(t *testing.T) { s.suffer(t, fault.Inject) })
			}
			for _, size := range faulttest.Sizes(t, wholetest.Of(1, 3), 700) {
				t.Run(fmt.Sprint("files end at ", size), func(t *testing.T) {
					s.suffer(t, func(cmd *exec.Cmd) { faulttest.Limit(cmd, size) })
				})
			}
		})
	}
}

func (s scenario) machine(t *testing.T) (*machine, *receiver) {
	t.Helper()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0", "TOOL_LOCKED=1")
	if s.before != nil {
		s.before(m)
	}
	return m, r
}

func (s scenario) command(m *machine) *exec.Cmd {
	cmd := m.command(strings.Fields(s.args)...)
	cmd.Stdin = strings.NewReader(s.stdin)
	if s.env != "" {
		cmd.Env = append(cmd.Environ(), s.env)
	}
	return cmd
}

func (s scenario) suffer(t *testing.T, inject func(*exec.Cmd)) {
	t.Helper()
	m, r := s.machine(t)
	cmd := s.command(m)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	inject(cmd)
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	after := &suffered{machine: m, r: r, got: result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}}
	if strings.Contains(after.got.stderr, "runtime: netpollBreak write failed") {
		return // the write that failed was the Go runtime's own
	}
	wrong := func(format string, args ...any) {
		t.Errorf(format+"\nthe command: %+v", append(args, after.got)...)
	}
	for _, word := range []string{"panic", "goroutine ", "fatal error", "SIGXFSZ"} {
		if strings.Contains(after.got.stderr, word) {
			wrong("it prints %q", word)
		}
	}
	if code := after.got.code; code != -1 && !slices.Contains(s.codes, code) {
		wrong("exit code %d, not one of %v", code, s.codes)
	}
	if problem := s.problem(after); problem != "" {
		wrong("%s", problem)
	}
	if t.Failed() {
		return
	}
	// The next runs work.
	m.enable().must("print", "y")
	before, _ := r.count()
	if got := m.run("telemetry", "send"); got.code != exitDone {
		wrong("the next send: %+v", got)
	}
	if n, _ := r.count(); n <= before {
		wrong("the next event did not arrive")
	}
	for _, verb := range []string{"status", "show", "disable", "reset"} {
		m.must("telemetry", verb)
	}
	if left := m.left(); left != "" {
		wrong("after reset there is left %s", left)
	}
}
