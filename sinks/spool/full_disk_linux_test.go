package spoolsink_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func init() {
	roles["full disk"] = fullDiskRole
	roles["limited size"] = limitedSizeRole
	roles["list descriptors"] = listDescriptorsRole
}

// descriptors returns what this process has open.
func descriptors() ([]string, error) {
	const dir = "/proc/self/fd"
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var targets []string
	for _, entry := range entries {
		if target, err := os.Readlink(filepath.Join(dir, entry.Name())); err == nil {
			targets = append(targets, target)
		}
	}
	return targets, nil
}

func sockets(t *testing.T) int {
	t.Helper()
	all, err := descriptors()
	check(t, err)
	n := 0
	for _, target := range all {
		if strings.HasPrefix(target, "socket:") {
			n++
		}
	}
	return n
}

func TestEmitOpensNoSocket(t *testing.T) {
	before := sockets(t)
	s, _ := open(t, never{t}, nil)
	for range 100 {
		emit(t, s, "one")
		equal(t, "sockets", sockets(t), before)
	}
}

// A child process has neither the queue's files nor its locks.
func TestChildHoldsNothing(t *testing.T) {
	s, dir := open(t, new(receiver), nil)
	emit(t, s, "one")
	child := roletest.Start(t, "list descriptors")
	for {
		line, err := child.Out.ReadString('\n')
		check(t, err)
		if strings.TrimSpace(line) == "end" {
			break
		}
		if strings.HasPrefix(line, dir) {
			t.Errorf("the child holds %s", line)
		}
	}
	check(t, s.Close())
	next := reopen(t, dir, new(receiver), nil)
	emit(t, next, "two")
	equal(t, "segments", len(segments(t, dir)), 1)
	child.Ends(t)
}

func listDescriptorsRole([]string) error {
	all, err := descriptors()
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(all, "\n"))
	fmt.Println("end")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // until it is closed
	return nil
}

// mount mounts a small file system in memory at dir, which nobody else sees.
func mount(dir string) error {
	if err := syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	return syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k,mode=0700")
}

// fullDiskRole queues events until the disk is full and beyond, delivers on the
// full disk, and looks for every event that was acknowledged.
func fullDiskRole(args []string) error {
	root := args[0]
	if err := mount(root); err != nil {
		fmt.Println("cannot mount")
		return nil //nolint:nilerr // the parent reads it, and fills the disk in another way
	}
	dir := filepath.Join(root, "spool")
	to := new(receiver)
	s := spoolsink.New(dir, to, &spoolsink.Options{BatchEvents: 10, MaxBytes: 1 << 20})
	acked := map[string]bool{}
	failures := 0
	fill := func(n int) error {
		for range n {
			name := fmt.Sprintf("e%d", len(acked)+failures)
			switch err := s.Emit(context.Background(), event(name, telemetry.String("filling", strings.Repeat("word ", 100)))); {
			case err == nil:
				acked[name] = true
			case !errors.Is(err, syscall.ENOSPC) && !strings.Contains(err.Error(), "short write"):
				return fmt.Errorf("Emit returned %w, want ENOSPC", err)
			default:
				failures++
			}
		}
		return nil
	}
	if err := fill(600); err != nil {
		return err
	}
	if failures == 0 || len(acked) == 0 {
		return fmt.Errorf("%d events were acknowledged and %d not", len(acked), failures)
	}
	// Something else takes what space is left, down to the last page.
	ballast, err := os.Create(filepath.Join(root, "ballast"))
	if err != nil {
		return err
	}
	for err = nil; err == nil; {
		_, err = ballast.Write(make([]byte, 4096))
	}
	if err := ballast.Close(); err != nil {
		return err
	}
	if err := s.Flush(context.Background()); err != nil {
		return fmt.Errorf("Flush on a full disk: %w", err)
	}
	if err := fill(20); err != nil { // there is room again
		return err
	}
	if err := s.Flush(context.Background()); err != nil {
		return err
	}
	for _, e := range to.events() {
		if !acked[e.Name] {
			return fmt.Errorf("event %s came, which was not acknowledged, or came before", e.Name)
		}
		delete(acked, e.Name)
	}
	if len(acked) > 0 {
		return fmt.Errorf("%d events are lost", len(acked))
	}
	st, err := s.Stats()
	if err != nil || st.Pending > 0 || st.Delivered != len(to.events()) {
		return fmt.Errorf("the stats are %+v, %w; %d events came", st, err, len(to.events()))
	}
	fmt.Println("delivered")
	return s.Close()
}

func TestFullDiskLosesNothing(t *testing.T) {
	p := roletest.Command("full disk", t.TempDir())
	p.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		p.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		p.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		p.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	if err := p.Begin(); err != nil {
		t.Logf("cannot start a process with mounts of its own, so TestFileSizeLimitLosesNothing has to do: %v", err)
		return
	}
	if got := p.Ends(t); got == "cannot mount\n" {
		t.Log("cannot mount a small file system, so TestFileSizeLimitLosesNothing has to do")
	} else {
		equal(t, "the process said", got, "delivered\n")
	}
}

// limitedSizeRole does the same with a limit that cuts a line in two, and that
// leaves no room for the state.
func limitedSizeRole(args []string) error {
	to := new(receiver)
	s := spoolsink.New(args[0], to, nil)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	var want []string
	emit := func(name string) error {
		err := s.Emit(context.Background(), event(name))
		if err == nil {
			want = append(want, name)
		}
		return err
	}
	if err := emit("first"); err != nil {
		return err
	}
	limited := before
	limited.Cur = 1000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limited); err != nil {
		return err
	}
	failures := 0
	for _, name := range numbered("e", 20) {
		if emit(name) != nil {
			failures++
		}
	}
	if failures == 0 || len(want) < 2 {
		return fmt.Errorf("%d events were acknowledged, %d not", len(want), failures)
	}
	limited.Cur = 700 // notes are written before that, the torn line ends behind it
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limited); err != nil {
		return err
	}
	if err := s.Flush(context.Background()); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	if err := emit("last"); err != nil {
		return err
	}
	if err := s.Flush(context.Background()); err != nil {
		return err
	}
	if got := to.got(); got != strings.Join(want, " ") {
		return fmt.Errorf("%s came, want %s", got, strings.Join(want, " "))
	}
	return s.Close()
}

func TestFileSizeLimitLosesNothing(t *testing.T) {
	roletest.Start(t, "limited size", filepath.Join(t.TempDir(), "spool")).Ends(t)
}
