package filesink_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	filesink "github.com/optin-go/optin/sinks/file"
)

func init() {
	roles["full disk"] = fullDiskRole
	roles["read-only disk"] = readOnlyDiskRole
}

// mounted starts a process in the role with file systems of its own, so that it
// can mount one that nobody else sees. Where that is not allowed, it returns
// false.
func mounted(t *testing.T, role string, args ...string) (*roletest.Process, bool) {
	t.Helper()
	p := roletest.Command(role, args...)
	p.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		p.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		p.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		p.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	if err := p.Begin(); err != nil {
		t.Logf("cannot start a process with mounts of its own: %v", err)
		return nil, false
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			_, _ = p.Kill()
		}
	})
	line, err := p.Out.ReadString('\n')
	if err != nil || strings.TrimSpace(line) != "mounted" {
		_ = p.Wait()
		t.Logf("cannot mount a small file system: %s", p.Errors)
		return nil, false
	}
	return p, true
}

// mount mounts a file system in memory at dir, and says so.
func mount(dir string, flags uintptr, options string) error {
	if err := syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", flags, options); err != nil {
		return err
	}
	fmt.Println("mounted")
	return nil
}

const (
	fullWriters = 3
	fullEach    = 100
)

// fullDiskRole lets several processes write to a disk until it is full and far
// beyond, makes room, lets them write again, and looks for every event that was
// acknowledged.
func fullDiskRole(args []string) error {
	dir := args[0]
	if err := mount(dir, 0, "size=256k,mode=0700"); err != nil {
		return err
	}
	path, ballast := filepath.Join(dir, "events.jsonl"), filepath.Join(dir, "ballast")
	const half = 128 << 10
	if err := os.WriteFile(ballast, make([]byte, half), 0o600); err != nil {
		return err
	}
	acked := map[string]bool{}
	for round := range 2 {
		var writers []*exec.Cmd
		var outputs [fullWriters]strings.Builder
		for i := range fullWriters {
			w := writer{
				path: path, name: fmt.Sprintf("p%d", i), from: round * fullEach, each: fullEach, sizes: 3,
				options: filesink.Options{MaxBytes: -1}, ack: true, mayFail: true,
			}
			p := roletest.Command("write", w.args()...)
			p.Stdout = &outputs[i]
			if err := p.Start(); err != nil {
				return err
			}
			writers = append(writers, p.Cmd)
		}
		n := 0
		for i, p := range writers {
			if err := p.Wait(); err != nil {
				return err
			}
			for _, name := range acknowledged(outputs[i].String()) {
				acked[name] = true
				n++
			}
		}
		if all := fullWriters * fullEach; n == 0 || n == all {
			return fmt.Errorf("%d of %d events were acknowledged in round %d, want a part", n, all, round)
		}
		if round == 0 {
			if err := os.Remove(ballast); err != nil {
				return err
			}
		}
	}
	events, err := newStock(3)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	bad := 0
	for line := range strings.Lines(string(data)) {
		if name, ok := events.knows([]byte(strings.TrimSuffix(line, "\n"))); ok {
			delete(acked, name)
		} else {
			bad++
		}
	}
	if len(acked) > 0 {
		return fmt.Errorf("%d acknowledged events are lost, %d lines are no events", len(acked), bad)
	}
	// Gone in the middle of everything: an error now, and none when there is room.
	sink := filesink.New(path, nil)
	defer sink.Close()
	if err := sink.Emit(context.Background(), events.event("last", 0, 2)); !errors.Is(err, syscall.ENOSPC) && err == nil {
		return errors.New("the disk is full, and Emit returned nil")
	}
	if err := os.Truncate(path, 0); err != nil {
		return err
	}
	return sink.Emit(context.Background(), events.event("last", 1, 2))
}

func TestFullDiskLosesNothing(t *testing.T) {
	p, ok := mounted(t, "full disk", t.TempDir())
	if !ok {
		t.Log("TestFileSizeLimitLosesNothing has to do")
		return
	}
	p.Ends(t)
}

// readOnlyDiskRole emits to a file system that takes nothing, and to one that
// was made so while the file was open.
func readOnlyDiskRole(args []string) error {
	dir := args[0]
	if err := mount(dir, 0, "size=256k,mode=0700"); err != nil {
		return err
	}
	path := filepath.Join(dir, "events.jsonl")
	if err := os.WriteFile(path, []byte("old\n"), 0o600); err != nil {
		return err
	}
	if err := syscall.Mount("none", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		return err
	}
	events, err := newStock(1)
	if err != nil {
		return err
	}
	for _, path := range []string{path, filepath.Join(dir, "new"), filepath.Join(dir, "sub", "new")} {
		sink := filesink.New(path, nil)
		if err := sink.Emit(context.Background(), events.event("p", 0, 0)); !errors.Is(err, syscall.EROFS) {
			return fmt.Errorf("Emit returned %w for %s, want EROFS", err, path)
		}
		if err := sink.Close(); err != nil {
			return err
		}
	}
	if err := syscall.Mount("none", dir, "", syscall.MS_REMOUNT, ""); err != nil {
		return err
	}
	sink := filesink.New(path, nil)
	defer sink.Close()
	return sink.Emit(context.Background(), events.event("p", 1, 0))
}

func TestReadOnlyDiskIsAnError(t *testing.T) {
	p, ok := mounted(t, "read-only disk", t.TempDir())
	if !ok {
		t.Log("TestPermissionDeniedIsAnError has to do")
		return
	}
	p.Ends(t)
}
