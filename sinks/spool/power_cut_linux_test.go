package spoolsink_test

import (
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/roletest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// powerCutsVariable makes the test below cut the power of a real ext4 that often. It
// needs root, loop devices and mkfs.ext4:
//
//	SPOOLSINK_TEST_POWER_CUTS=50 go test -run ExtFour -v -timeout 30m
const powerCutsVariable = "SPOOLSINK_TEST_POWER_CUTS"

// The image of a file system that is copied while processes write, deliver and are
// killed in it is what a loss of power leaves: the journal up to then, and of the
// data what was written back.
func TestPowerCutsOfAnExtFour(t *testing.T) {
	text := os.Getenv(powerCutsVariable)
	if text == "" {
		t.Skip("takes seconds and needs root; set " + powerCutsVariable + " to a number of cuts")
	}
	var cuts int
	_, err := fmt.Sscan(text, &cuts)
	check(t, err)
	top := t.TempDir()
	image, at := filepath.Join(top, "image"), filepath.Join(top, "mounted")
	check(t, os.Mkdir(at, 0o700))
	run(t, "truncate", "-s", "64M", image)
	run(t, "mkfs.ext4", "-q", "-F", image)
	run(t, "mount", "-o", "loop,commit=1", image, at)
	t.Cleanup(func() { run(t, "umount", at) })
	to := newFaultyReceiver()
	server := httptest.NewServer(to)
	defer server.Close()
	server.Config.ErrorLog = nil

	dir := filepath.Join(at, "spool")
	begin := func() (all []*roletest.Process) {
		for _, args := range [][]string{{"write", dir, server.URL, ""}, {"write", dir, server.URL, "flush"}, {"deliver", dir, server.URL}} {
			p := roletest.Command(args[0], args[1:]...)
			check(t, p.Begin())
			go func() { _, _ = p.Out.WriteTo(io.Discard) }()
			all = append(all, p)
		}
		return all
	}
	oddities := 0
	for n := range cuts {
		all := begin()
		time.Sleep(time.Duration(300+n%7*150) * time.Millisecond)
		cut := filepath.Join(top, "cut")
		run(t, "cp", "--sparse=always", image, cut)
		for _, p := range all {
			_ = p.Process.Kill()
			_ = p.Wait() // that it was killed is no news
		}
		left := filepath.Join(top, fmt.Sprint("left", n))
		copyOut(t, cut, left)
		var want []string
		for _, path := range segments(t, left) {
			data := []byte(content(t, path))
			if done, _, _, ok := spoolsink.ParseHeader(data); !ok || done > int64(len(data)) {
				oddities++
			}
			want = append(want, linesLeft(data)...)
		}
		if problem := nextRuns(t, left, want); problem != "" {
			t.Errorf("cut %d: %s", n, problem)
		}
		check(t, os.RemoveAll(left))
		check(t, os.RemoveAll(dir)) // or the image would be full
	}
	t.Logf("%d cuts; %d segments were left with a header of more than they hold, or without one", cuts, oddities)
}

// copyOut copies the queue that the image of a file system holds.
func copyOut(t *testing.T, image, to string) {
	t.Helper()
	at := filepath.Join(filepath.Dir(image), "cut-mounted")
	check(t, os.MkdirAll(at, 0o700))
	run(t, "mount", "-o", "loop", image, at)
	defer run(t, "umount", at)
	from := filepath.Join(at, "spool")
	if _, err := os.Stat(from); err != nil {
		check(t, os.Mkdir(to, 0o700)) // not even the directory was there yet
		return
	}
	run(t, "cp", "-a", from, to)
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}
