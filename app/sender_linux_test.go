package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/optin-go/optin/internal/faulttest"
	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/telemetry"
)

// senderOf waits for a request, and returns the process that made it.
func (r *receiver) sender() int {
	r.t.Helper()
	select {
	case <-r.arrived:
	case <-time.After(patience):
		r.t.Fatal("no request arrives")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	pid, err := strconv.Atoi(r.pids[len(r.pids)-1])
	if err != nil {
		r.t.Fatal(err)
	}
	return pid
}

// stateOf returns the letter of a process's state, "" if there is none.
func stateOf(pid int) string {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return string(rest[:1])
}

// What people see of the process, and what it holds of theirs.
func TestSecondProcessHoldsNothingOfTheCommand(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusOK, time.Minute)
	m := newMachine(t).sendingTo(r).enable()
	dir := t.TempDir()
	inherited, err := os.Create(filepath.Join(dir, "inherited"))
	if err != nil {
		t.Fatal(err)
	}
	defer inherited.Close()
	cmd := m.command("print", "secret-argument")
	cmd.Dir = dir
	cmd.ExtraFiles = []*os.File{inherited}
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	pid := r.sender()
	defer func() { _ = syscall.Kill(pid, syscall.SIGKILL) }()
	read := func(name string) string {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(strings.TrimRight(string(data), "\x00"), "\x00", " ")
	}
	if got, want := read("cmdline"), m.tool+" telemetry send --detached"; got != want {
		t.Errorf("ps shows %q, want %q", got, want)
	}
	if env := read("environ"); !strings.Contains(env, "MYTOOL_TELEMETRY_SENDER=1") {
		t.Error("it has no guard")
	}
	if cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)); err != nil || cwd != m.state(".")[:len(m.state("."))] && cwd != filepath.Dir(m.state("x")) {
		t.Errorf("its directory is %q, %v", cwd, err)
	}
	for fd := range 3 {
		if to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, fd)); err != nil || to != os.DevNull {
			t.Errorf("descriptor %d is %q, %v", fd, to, err)
		}
	}
	fds, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if to, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%s", pid, fd.Name())); strings.HasPrefix(to, dir) {
			t.Errorf("it holds %s", to)
		}
	}
	fields := strings.Fields(read("stat")[strings.LastIndex(read("stat"), ")")+2:])
	if session, nice := fields[3], fields[16]; session != strconv.Itoa(pid) || nice != "19" {
		t.Errorf("its session is %s and its priority %s", session, nice)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Error(err)
	}
}

// A process that nobody waits for stays in the table for as long as its parent lives.
func TestLongParentHasNoZombie(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	cmd, in, out := m.talk("linger")
	if _, err := out.Read(make([]byte, 64)); err != nil {
		t.Fatal(err)
	}
	// The event was early in the run. The next one is late enough, and of another run.
	m.must("print", "x")
	pid := r.sender()
	r.gets(2)
	eventually(t, "the process is gone", func() bool { return stateOf(pid) == "" })
	_ = in.Close()
	_ = cmd.Wait()
}

func TestKilledSendersLoseNothing(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusOK, 10*time.Millisecond)
	m := newMachine(t).sendingTo(r, "TOOL_EVERY=1ms").enable()
	const runs = 12
	for range runs {
		m.must("print", "x")
		select {
		case <-r.arrived:
			r.mu.Lock()
			pid, _ := strconv.Atoi(r.pids[len(r.pids)-1])
			r.mu.Unlock()
			time.Sleep(rand.N(15 * time.Millisecond)) // the instant is what is tested
			_ = syscall.Kill(pid, syscall.SIGKILL)
		case <-time.After(200 * time.Millisecond): // the queue backs off
		}
	}
	eventually(t, "everything arrives", func() bool {
		_ = m.run("telemetry", "send")
		n, _ := r.count()
		return n >= runs
	})
	if n, twice := r.count(); n != runs {
		t.Errorf("%d events arrived, %d of them twice, want %d", n, twice, runs)
	}
}

// What a second process starts is not one, and starts none.
func TestSecondProcessHasNoChild(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "TOOL_EVERY=1ms").enable()
	for range 3 {
		m.with("MYTOOL_TELEMETRY_SENDER=2").must("again", "again", "print", "x")
	}
	if n := r.requested(); n != 0 {
		t.Errorf("%d requests", n)
	}
	if waits := m.must("telemetry", "show", "--pending"); strings.Count(waits, "\n") != 9 {
		t.Errorf("there wait\n%s", waits)
	}
}

func TestTestBinaryStartsNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"mytool.test", "__debug_bin123", "go-build1/b001/exe/mytool"} {
		r := newReceiver(t)
		m := newMachine(t).sendingTo(r).enable()
		m.tool = filepath.Join(t.TempDir(), name)
		if err := os.MkdirAll(filepath.Dir(m.tool), 0o700); err != nil {
			t.Fatal(err)
		}
		copyFile(t, tool, m.tool)
		m.must("print", "x")
		if _, err := os.Lstat(m.state("sender")); err == nil {
			t.Errorf("%s started a process", name)
		}
	}
	if why := (&starter{tool: "mytool", lookupEnv: os.LookupEnv}).refusal(); why == "" {
		t.Error("this test would start a process")
	}
}

// copyFile leaves the copying to another process: a test that starts one meanwhile would
// hold the copy open for writing, and nobody could run it.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	if out, err := exec.Command("cp", from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// Another program may stand in the place of the running one by now.
func TestReplacedExecutableStartsNothing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"deleted": os.Remove,
		"replaced": func(path string) error {
			if err := os.WriteFile(path+".new", []byte("#!/bin/sh\n"), 0o700); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t)
			m := newMachine(t).sendingTo(r).enable()
			m.tool = filepath.Join(t.TempDir(), "mytool")
			copyFile(t, tool, m.tool)
			cmd := m.command("many")
			in, _ := cmd.StdinPipe()
			var out, problems bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &problems
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it runs", func() bool { return stateOf(cmd.Process.Pid) == "S" })
			if err := change(m.tool); err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(in, "...")
			_ = in.Close()
			if err := cmd.Wait(); err != nil || out.String() != "<nil>\n<nil>\n<nil>\n" || problems.Len() > 0 {
				t.Errorf("it printed %q, %q, %v", out.String(), problems.String(), err)
			}
			if _, err := os.Lstat(m.state("sender")); err == nil {
				t.Error("a process was started")
			}
			m.tool = tool
			m.must("print", "x")
			r.gets(5)
		})
	}
}

// In a container, the end of the tool is that of all processes.
func TestParentThatIsTheFirstProcess(t *testing.T) {
	t.Parallel()
	if err := exec.Command("unshare", "--pid", "--fork", "--mount-proc", "true").Run(); err != nil {
		t.Skip("processes cannot have a namespace of their own here: ", err)
	}
	r := newReceiver(t)
	r.answer(http.StatusOK, 50*time.Millisecond)
	m := newMachine(t).sendingTo(r).enable()
	inside := m.command()
	inside.Path, _ = exec.LookPath("unshare")
	inside.Args = []string{"unshare", "--pid", "--fork", "--mount-proc", m.tool, "print", "x"}
	if out, err := inside.CombinedOutput(); err != nil || string(out) != "x\n" {
		t.Errorf("it printed %q, %v", out, err)
	}
	m.must("telemetry", "send")
	r.gets(1)
}

func TestSecondProcessSurvivesItsTerminal(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusOK, 300*time.Millisecond)
	m := newMachine(t).sendingTo(r).enable()
	p := sitAt(t, m)
	p.Type("mytool print hello\n")
	p.Expect("hello\n")
	r.sender()
	_ = p.Glass.Close()
	r.gets(1)
}

// Neither a request under way nor a process that was stopped in it keeps anybody from
// opting out, or waiting for ever; what cannot be known is said.
func TestDisableWhileARequestIsUnderWay(t *testing.T) {
	t.Parallel()
	for _, stopped := range wholetest.Of([]bool{false}, []bool{false, true}) { // disable waits for ten seconds
		t.Run(fmt.Sprint("stopped ", stopped), func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t)
			r.answer(http.StatusOK, 500*time.Millisecond)
			m := newMachine(t).sendingTo(r).enable()
			m.must("print", "x")
			pid := r.sender()
			if stopped {
				if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
					t.Fatal(err)
				}
				defer func() { _ = syscall.Kill(pid, syscall.SIGKILL) }()
			}
			got := m.run("telemetry", "disable")
			if !stopped && got.code != exitDone {
				t.Errorf("disable: %+v", got)
			}
			if stopped && (got.code != exitFailed || !strings.Contains(got.stderr, "MYTOOL_TELEMETRY=off")) {
				t.Errorf("disable: %+v", got)
			}
			if text := m.must("telemetry"); !strings.Contains(text, "Waiting        0 events") || !strings.Contains(text, "you disabled it") {
				t.Errorf("status says\n%s", text)
			}
			requests := r.requested()
			if stopped {
				_ = syscall.Kill(pid, syscall.SIGCONT)
			}
			eventually(t, "the process ends", func() bool { return stateOf(pid) == "" })
			if n := r.requested(); n != requests {
				t.Errorf("%d requests began after disable returned", n-requests)
			}
		})
	}
}

// The same in one process, with a fake clock: the lock of a delivery stands for the
// stopped process.
func TestDisableDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, miss := newTool(t)
		if err := miss.Record(t.Context(), a.Recorder(), telemetry.String("reason", "cold")); err != nil {
			t.Fatal(err)
		}
		queues, err := a.install.queues.all()
		if err != nil || len(queues) != 1 {
			t.Fatal(queues, err)
		}
		held, err := os.OpenFile(filepath.Join(queues[0], "delivery"), os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer held.Close()
		if err := syscall.Flock(int(held.Fd()), syscall.LOCK_EX); err != nil {
			t.Fatal(err)
		}
		var stderr strings.Builder
		l := commandLine{command: "mytool telemetry", verbs: a.Verbs(), stdout: io.Discard, stderr: &stderr}
		began := time.Now()
		if code := l.run(t.Context(), []string{"disable"}); code != exitFailed || !strings.Contains(stderr.String(), "MYTOOL_TELEMETRY=off") {
			t.Errorf("disable: exit code %d\n%s", code, stderr.String())
		}
		if took := time.Since(began); took < 10*time.Second || took > 11*time.Second {
			t.Errorf("it took %v", took)
		}
		if v := a.gate.now(); v.on() {
			t.Error("it is on")
		}
	})
}

// What leaves no trace in the tool's output is not lost either.
func TestReadOnlyStateDirectory(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.with("MYTOOL_TELEMETRY_DETACH=0").must("print", "x")
	if err := os.Chmod(m.home, 0o755); err != nil {
		t.Fatal(err)
	}
	giveAway(t, m.home)
	if err := os.Chmod(m.state("."), 0o500); err != nil {
		t.Fatal(err)
	}
	cmd := m.command("print", "x")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "x\n" {
		t.Errorf("it printed %q, %v", out, err)
	}
	status := m.command("telemetry")
	status.SysProcAttr = cmd.SysProcAttr
	if out, err := status.CombinedOutput(); err != nil || !strings.Contains(string(out), "cannot be written to") || !strings.Contains(string(out), "1 event") {
		t.Errorf("status says %v\n%s", err, out)
	}
}

// A run as root may have left the directory to root: the user's runs go on, and say so.
func TestStateDirectoryOfAnotherUser(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0").enable()
	m.must("print", "x")
	before := m.left()
	giveAway(t, m.state("."))
	if got := m.run("print", "x"); got != (result{0, "x\n", ""}) {
		t.Errorf("it is %+v", got)
	}
	if text := m.must("telemetry"); !strings.Contains(text, "Telemetry      off") || !strings.Contains(text, "belongs to another user") {
		t.Errorf("status says\n%s", text)
	}
	if after := m.left(); after != before {
		t.Errorf("before there was\n%s\nand now\n%s", before, after)
	}
}

// An Exporter that does not end with its context has an end: what it did not
// acknowledge waits.
func TestSenderThatHangsIsEnded(t *testing.T) {
	wholetest.Only(t)
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.with("TOOL_EXPORT=deaf").must("print", "x")
	pid := r.sender()
	eventually(t, "the process ends", func() bool { return stateOf(pid) == "" })
	if text := m.must("telemetry"); !strings.Contains(text, "1 event") {
		t.Errorf("status says\n%s", text)
	}
}

// A program that runs with the rights of another group starts no second process, which
// would have them too.
func TestSetGroupIDProgramStartsNoSender(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.tool = filepath.Join(t.TempDir(), "mytool")
	copyFile(t, tool, m.tool)
	giveAway(t, m.tool)
	if err := os.Chown(m.tool, os.Getuid(), -1); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(m.tool, 0o755|os.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	m.must("print", "x")
	if text := m.must("telemetry"); !strings.Contains(text, "another user's rights") || !strings.Contains(text, "1 event") {
		t.Errorf("status says\n%s", text)
	}
	if n := r.requested(); n > 0 {
		t.Errorf("%d requests were made", n)
	}
}

// A process that has no descriptors left records less, and nobody sees it.
func TestFewDescriptors(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	for n := 4; n <= 16; n++ {
		m := newMachine(t).sendingTo(r).enable()
		for range 2 { // the first run makes what the second one finds
			cmd := m.command()
			cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", fmt.Sprintf("ulimit -n %d; exec %s print x", n, m.tool)}
			if out, err := cmd.CombinedOutput(); err != nil || string(out) != "x\n" {
				t.Errorf("with %d descriptors it printed %.200q, %v", n, out, err)
			}
		}
	}
}

// A process that cannot be started is counted, and nobody's problem.
func TestProcessThatCannotBeStarted(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "TOOL_EVERY=1ms").enable()
	m.tool = filepath.Join(t.TempDir(), "mytool")
	copyFile(t, tool, m.tool)
	cmd := m.command("many")
	in, _ := cmd.StdinPipe()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it runs", func() bool { return stateOf(cmd.Process.Pid) == "S" })
	if err := os.Chmod(m.tool, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(in, ".")
	_ = in.Close()
	if err := cmd.Wait(); err != nil || out.String() != "<nil>\n" {
		t.Errorf("it printed %q, %v", out.String(), err)
	}
	m.tool = tool
	text := m.with("MYTOOL_TELEMETRY_DETACH=0").must("telemetry")
	if !strings.Contains(text, "no second process can be started (1 try): ") || !strings.Contains(text, "permission denied") {
		t.Errorf("status says\n%s", text)
	}
	m.must("print", "x")
	r.gets(3)
	if text := m.must("telemetry"); strings.Contains(text, "can be started") {
		t.Errorf("status still says\n%s", text)
	}
}

// giveAway makes top and all below it another user's, which only root can do.
func giveAway(t *testing.T, top string) {
	t.Helper()
	const nobody = 65534
	err := filepath.WalkDir(top, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, nobody, nobody)
	})
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) { // EINVAL: a namespace without that user
		t.Skip("files cannot be given away here: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// trace runs mytool under strace, and returns the lines of the calls.
func (m *machine) trace(calls string, args ...string) string {
	m.t.Helper()
	faulttest.Need(m.t)
	file := filepath.Join(m.t.TempDir(), "trace")
	cmd := m.command()
	cmd.Path, _ = exec.LookPath("strace")
	// Threads and no processes: -f follows both, -b lets go of those that run a program.
	cmd.Args = append([]string{"strace", "-f", "-b", "execve", "-qq", "-o", file, "-e", "trace=" + calls, m.tool}, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		m.t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		m.t.Fatal(err)
	}
	return string(text)
}

func TestNoSocketInTheTool(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	if calls := m.trace("%network", "print", "x"); strings.Contains(calls, "socket") {
		t.Errorf("the tool uses the network:\n%s", calls)
	}
	r.gets(1) // by the second process
}

// Off, the record of the decision is looked at, and nothing else of the user's.
func TestOffLeavesEverythingUntouched(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	opened := regexp.MustCompile(`"(/[^"]*|[^"/][^"]*)"`)
	for name, prepare := range map[string]func(m *machine){
		"undecided":    func(*machine) {},
		"disabled":     func(m *machine) { m.must("telemetry", "disable") },
		"do not track": func(m *machine) { m.enable(); m.env = append(m.env, "DO_NOT_TRACK=1") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t).sendingTo(r)
			prepare(m)
			before := m.files()
			for line := range strings.SplitSeq(m.trace("%file,%network,%process", "print", "x"), "\n") {
				for _, path := range opened.FindAllStringSubmatch(line, -1) {
					// Who may write to the directories of the record is looked at too.
					if p := path[1]; strings.HasPrefix(p, m.home) && !strings.HasPrefix(m.consentPath(), p) {
						t.Errorf("it touches %s", line)
					}
				}
				if strings.Contains(line, "socket(") || strings.Contains(line, "fork(") || strings.Contains(line, "machine-id") {
					t.Errorf("it does %s", line)
				}
			}
			if after := m.files(); after != before {
				t.Errorf("files before\n%s\nafter\n%s", before, after)
			}
		})
	}
}

// A library that finds the user's directories for documents and music would read this
// file before main, and wait for ever, in every command.
func TestFIFOForTheListOfTheUsersDirectories(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	if err := os.Mkdir(filepath.Join(m.home, ".config"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(m.home, ".config", "user-dirs.dirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.must("print", "x")
	m.enable().must("print", "x")
	if left := m.left(); strings.Count(left, "\n") != 1 {
		t.Errorf("there is left\n%s", left)
	}
}

// files returns a line for each path in the home.
func (m *machine) files() string {
	var b strings.Builder
	_ = filepath.Walk(m.home, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			fmt.Fprintln(&b, path, info.Mode(), info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return b.String()
}
