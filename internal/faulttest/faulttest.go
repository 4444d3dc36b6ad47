// Package faulttest lets a program run with one system call that fails, or that it
// is killed at, by the tool strace. So every place where the operating system can
// say no is tried, without a seam in the code.
//
// Which call a fault hits is counted in the program's first thread. The program must
// therefore do its work there: call [runtime.LockOSThread] first in TestMain.
//
// It is for tests only.
package faulttest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// variable makes [Some] return more than a few faults: a number, or "all".
const variable = "OPTIN_TEST_FAULTS"

// Fault is what happens at one system call.
type Fault struct {
	Call  string // its name, such as "openat"
	Nth   int    // which of them, from 1; 0 is each
	Errno string // what it fails with, without being carried out; "" for a kill in its place
}

func (f Fault) String() string {
	if f.Errno == "" {
		return fmt.Sprintf("killed at %s %d", f.Call, f.Nth)
	}
	return fmt.Sprintf("%s %d fails with %s", f.Call, f.Nth, f.Errno)
}

// errnos are the system calls that touch files, and what they can fail with.
var errnos = map[string][]string{
	"openat":     {"EMFILE", "EACCES", "EIO", "ENOSPC"},
	"write":      {"ENOSPC", "EIO"},
	"pwrite64":   {"ENOSPC", "EIO"},
	"read":       {"EIO"},
	"pread64":    {"EIO"},
	"lseek":      {"EIO"},
	"fstat":      {"EIO"},
	"newfstatat": {"EIO", "EACCES"},
	"flock":      {"ENOLCK", "EINTR"},
	"fcntl":      {"EIO"},
	"unlinkat":   {"EBUSY", "EACCES", "EIO"},
	"mkdirat":    {"EACCES", "ENOSPC"},
	"fchmod":     {"EPERM", "EIO"},
	"fchmodat":   {"EPERM", "EIO"},
	"ftruncate":  {"EIO"},
	"truncate":   {"EIO"},
	"getdents64": {"EIO", "ENOENT"},
	"renameat":   {"EIO", "EACCES"},
	"fsync":      {"EIO"},
	"close":      {"EIO"},
}

// Need skips the test where there is no strace.
func Need(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("needs the tool strace: ", err)
	}
}

// Some returns faults that can happen to a program: those of the calls that command
// makes when nothing fails. By default it is a few of them, by chance; the
// environment variable OPTIN_TEST_FAULTS asks for more of them, or for "all". It skips
// the test where there is no strace, or where it may not be used.
func Some(t *testing.T, few int, command func() *exec.Cmd) []Fault {
	t.Helper()
	Need(t)
	calls := count(t, command())
	var all []Fault
	for call, n := range calls {
		first := 1
		if call == "fcntl" {
			first += 3 // with these the runtime looks at its standard descriptors
		}
		for nth := first; nth <= n; nth++ {
			for _, errno := range append(errnos[call], "") {
				all = append(all, Fault{call, nth, errno})
			}
		}
	}
	return sample(t, few, all)
}

// sample returns some of all, as many as the variable asks for.
func sample[T any](t *testing.T, few int, all []T) []T {
	t.Helper()
	switch text := os.Getenv(variable); text {
	case "":
	case "all":
		few = len(all)
	default:
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s must be a number or \"all\"", variable)
		}
		few = n
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(few, len(all))]
}

// Sizes returns sizes of files below most, as many as [Some] returns faults.
func Sizes(t *testing.T, few, most int) []int {
	t.Helper()
	const step = 23
	var all []int
	for size := 0; size < most; size += step {
		all = append(all, size)
	}
	return sample(t, few, all)
}

// Limit makes cmd run in a process that can write no file beyond a size: what it
// writes there is cut short. It needs the tool prlimit.
func Limit(cmd *exec.Cmd, size int) {
	under(cmd, "prlimit", "--fsize="+strconv.Itoa(size))
}

func count(t *testing.T, cmd *exec.Cmd) map[string]int {
	t.Helper()
	log := filepath.Join(t.TempDir(), "strace")
	traced(cmd, "-o", log, "-e", "trace="+names())
	if out, err := cmd.CombinedOutput(); err != nil {
		if bytes.Contains(out, []byte("ptrace")) {
			t.Skipf("strace may not be used here: %s", out)
		}
		t.Fatalf("without a fault: %v\n%s", err, out)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]int{}
	first := ""
	for line := range strings.Lines(string(data)) {
		thread, rest, _ := strings.Cut(line, " ")
		if first == "" {
			first = thread
		}
		call, _, ok := strings.Cut(strings.TrimSpace(rest), "(")
		if _, known := errnos[call]; ok && known && thread == first {
			calls[call]++
		}
	}
	return calls
}

// Inject makes cmd run with the fault.
func (f Fault) Inject(cmd *exec.Cmd) {
	what := "error=" + f.Errno
	if f.Errno == "" {
		what = "signal=KILL"
	}
	if f.Nth > 0 {
		what += fmt.Sprintf(":when=%d", f.Nth)
	}
	traced(cmd, "-o", os.DevNull, "-e", "trace="+f.Call, "-e", "inject="+f.Call+":"+what)
}

// traced makes cmd run under strace.
func traced(cmd *exec.Cmd, args ...string) {
	under(cmd, append([]string{"strace", "-f", "-qqq", "--seccomp-bpf"}, args...)...)
	cmd.Env = append(cmd.Environ(), "GOMAXPROCS=1")
}

// under makes cmd an argument of another program.
func under(cmd *exec.Cmd, args ...string) {
	cmd.Args = append(args, append([]string{cmd.Path}, cmd.Args[1:]...)...)
	cmd.Path, cmd.Err = exec.LookPath(args[0])
}

func names() string { return strings.Join(slices.Sorted(maps.Keys(errnos)), ",") }
