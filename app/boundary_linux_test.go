package app

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Whatever a command is doing when its user opts out, and however long it is stopped in
// it: it leaves nothing behind.
func TestNothingIsLeftOfCommandsThatRaceWithReset(t *testing.T) {
	t.Parallel()
	for _, stop := range []bool{false, true} {
		r := newReceiver(t)
		m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0")
		for range 3 {
			m.enable()
			cmd := m.command("misses", "1000000")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it records", func() bool { return m.left() != "" })
			time.Sleep(rand.N(3 * time.Millisecond)) // the instant is what is tested
			if stop {
				_ = cmd.Process.Signal(syscall.SIGSTOP)
			}
			got := m.run("telemetry", "reset")
			if stop {
				_ = cmd.Process.Signal(syscall.SIGCONT)
			}
			time.Sleep(20 * time.Millisecond) // time to do something wrong
			_ = cmd.Process.Signal(syscall.SIGTERM)
			_ = cmd.Wait()
			if got.code != exitDone {
				t.Fatalf("reset: %+v", got)
			}
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
		cmd, in, out := m.talk("many")
		recorded := bufio.NewReader(out)
		record := func() error {
			const some = 64
			if _, err := io.WriteString(in, strings.Repeat(".", some)); err != nil {
				return err
			}
			for range some {
				if line, _ := recorded.ReadString('\n'); line != "<nil>\n" {
					return fmt.Errorf("it printed %q", line)
				}
			}
			return nil
		}
		var disabled atomic.Bool
		ended := make(chan error, 1)
		go func() {
			var err error
			for err == nil && !disabled.Load() {
				err = record()
			}
			ended <- err
		}()
		eventually(t, "it records", func() bool { return m.left() != "" })
		m.must("telemetry", "disable")
		before := m.left()
		disabled.Store(true)
		if err := errors.Join(<-ended, record()); err != nil { // it goes on recording, in vain
			t.Fatal(err)
		}
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
		after := m.left()
		were := map[string]bool{}
		for line := range strings.Lines(before) {
			were[line] = true
		}
		for line := range strings.Lines(after) {
			if !were[line] {
				t.Fatalf("after disable there was written\n%s", line)
			}
		}
		if strings.Contains(after, "segment-") {
			t.Fatalf("there waits\n%s", after[:2000])
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
