package app

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// recorder is a command that records without a pause.
type recorder struct {
	t     *testing.T
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	pause atomic.Bool
	ended chan error
}

// recording starts a recorder, and returns when it has recorded.
func recording(t *testing.T, m *machine) *recorder {
	t.Helper()
	cmd, in, out := m.talk("many")
	r := &recorder{t: t, cmd: cmd, in: in, out: bufio.NewReader(out), ended: make(chan error, 1)}
	go func() {
		var err error
		for err == nil && !r.pause.Load() {
			err = r.some()
		}
		r.ended <- err
	}()
	eventually(t, "it records", func() bool { return m.left() != "" })
	return r
}

// some records some events, and returns when that is done.
func (r *recorder) some() error {
	const some = 64
	if _, err := io.WriteString(r.in, strings.Repeat(".", some)); err != nil {
		return err
	}
	for range some {
		if line, _ := r.out.ReadString('\n'); line != "<nil>\n" {
			return fmt.Errorf("it printed %q", line)
		}
	}
	return nil
}

// goOn returns after the event that was being recorded, and some that follow it.
func (r *recorder) goOn() {
	r.t.Helper()
	r.pause.Store(true)
	if err := errors.Join(<-r.ended, r.some()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *recorder) end() {
	r.t.Helper()
	_ = r.in.Close()
	if err := r.cmd.Wait(); err != nil {
		r.t.Fatal(err)
	}
}

// Whatever a command is doing when its user opts out, and however long it is stopped in
// it: it leaves nothing behind.
func TestNothingIsLeftOfCommandsThatRaceWithReset(t *testing.T) {
	t.Parallel()
	for _, stop := range []bool{false, true} {
		r := newReceiver(t)
		m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0")
		for range 3 {
			m.enable()
			command := recording(t, m)
			time.Sleep(rand.N(3 * time.Millisecond)) // the instant is what is tested
			if stop {
				_ = command.cmd.Process.Signal(syscall.SIGSTOP)
			}
			m.must("telemetry", "reset")
			if stop {
				_ = command.cmd.Process.Signal(syscall.SIGCONT)
			}
			command.goOn() // in vain
			// It waits for a second at most to take its event back; a busy machine may need longer.
			eventually(t, "the event is taken back", func() bool { return m.left() == "" })
			command.end()
			if left := m.left(); left != "" {
				t.Fatalf("stopped %v: there is left\n%s", stop, left[:min(len(left), 2000)])
			}
		}
		if n := r.requested(); n != 0 {
			t.Errorf("%d requests", n)
		}
	}
}

// The same for disable: what was recorded before stays in the log, and nothing is added. An
// event that was being written is taken back, whenever the command gets to it.
func TestNothingIsAddedAfterDisable(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0")
	for range 8 {
		m.enable()
		command := recording(t, m)
		m.must("telemetry", "disable")
		were := map[string]bool{}
		for line := range strings.Lines(m.left()) {
			were[line] = true
		}
		command.goOn() // in vain
		added := func() string {
			for line := range strings.Lines(m.left()) {
				if !were[line] || strings.Contains(line, "segment-") {
					return line
				}
			}
			return ""
		}
		eventually(t, "the event is taken back", func() bool { return added() == "" })
		command.end()
		if line := added(); line != "" {
			t.Fatalf("after disable there is\n%s", line)
		}
		m.must("telemetry", "reset")
	}
}

// A link in the place of the state directory leads to what is somebody else's.
func TestLinkForTheStateDirectoryIsRefused(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"reset", "disable", "enable --yes", "delete"} {
		r := newReceiver(t)
		m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0").enable()
		m.must("print", "x")
		elsewhere := filepath.Join(m.home, "elsewhere")
		if err := os.Rename(filepath.Clean(m.state(".")), elsewhere); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(elsewhere, filepath.Clean(m.state("."))); err != nil {
			t.Fatal(err)
		}
		if verb == "enable --yes" {
			_ = os.Remove(m.consentPath())
		}
		before := treeOf(t, elsewhere)
		got := m.run(append([]string{"telemetry"}, strings.Fields(verb)...)...)
		if got.code != exitFailed || !strings.Contains(got.stderr, "symbolic link") {
			t.Errorf("%s: %+v", verb, got)
		}
		if after := treeOf(t, elsewhere); after != before {
			t.Errorf("%s changed what is behind the link:\n%s\nto\n%s", verb, before, after)
		}
		if text := m.must("telemetry"); strings.Contains(text, "Telemetry      on") {
			t.Errorf("after %s status says\n%s", verb, text)
		}
	}
}

func treeOf(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			b.WriteString(path + " " + info.Mode().String() + " " + info.ModTime().String() + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A token that a stranger may have put there would bring an identity back that the user
// got rid of, or make one that is known.
func TestForeignRotationTokenIsNotHonoured(t *testing.T) {
	t.Parallel()
	for name, plant := range map[string]func(t *testing.T, path string){
		"of another user": giveAway,
		"writable by all": func(t *testing.T, path string) {
			t.Helper()
			if err := os.Chmod(path, 0o666); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t).enable()
			m.must("print", "x")
			if err := os.Chmod(m.state("."), 0o777); err != nil {
				t.Fatal(err)
			}
			token := m.state("rotation")
			if err := os.WriteFile(token, []byte(strings.Repeat("0", tokenDigits)+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			plant(t, token)
			lines := strings.Count(m.left(), "\n")
			m.must("print", "x")
			if text := m.must("telemetry"); !strings.Contains(text, "Telemetry      off") || !strings.Contains(text, "rotation") {
				t.Errorf("status says\n%s", text)
			}
			if n := strings.Count(m.left(), "\n"); n != lines {
				t.Error("an event was recorded under a foreign token")
			}
			m.must("telemetry", "reset")
			m.enable().must("print", "x")
			if left := m.left(); strings.Count(left, "\n") != 1 {
				t.Errorf("after reset and enable there is\n%s", left)
			}
			if info, err := os.Stat(m.state(".")); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("the directory is %v, %v", info.Mode(), err)
			}
		})
	}
}
