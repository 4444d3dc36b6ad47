// Package faulttest runs a program under strace and makes one system call fail, or
// kills the program at it. So a test can try every place where the operating
// system can fail, without a seam in the code.
//
// Faults count the calls of the program's first thread. The program must do its work
// there: call [runtime.LockOSThread] first in TestMain.
//
// It is for tests only.
package faulttest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/wholetest"
)

// variable sets how many faults [Some] returns: a number, or "all".
const variable = "OPTIN_TEST_FAULTS"

// Fault is the failure of one system call.
type Fault struct {
	Call  string // its name, such as "openat"
	Nth   int    // which call, from 1; 0 is every call
	Errno string // the error returned instead of the call; "" kills the program there
}

func (f Fault) String() string {
	if f.Errno == "" {
		return fmt.Sprintf("killed at %s %d", f.Call, f.Nth)
	}
	return fmt.Sprintf("%s %d fails with %s", f.Call, f.Nth, f.Errno)
}

// errnos lists the system calls that touch files, and how they can fail.
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

// Need skips the test if strace cannot trace here. On Linux, a test that runs
// whole fails instead: .ci/run, which installs strace, skips nothing.
func Need(t testing.TB) {
	t.Helper()
	out, err := exec.Command("strace", "-qq", "-o", os.DevNull, "true").CombinedOutput()
	switch {
	case err == nil:
	case runtime.GOOS == "linux" && wholetest.Wanted():
		t.Fatalf("strace cannot trace here: %v\n%s", err, out)
	default:
		t.Skipf("strace cannot trace here: %v\n%s", err, out)
	}
}

// Some returns faults in the system calls that command makes when nothing fails. By
// default it returns a few, chosen at random; the environment variable
// OPTIN_TEST_FAULTS sets another number, or "all". It needs what [Need] looks for.
func Some(t *testing.T, few int, command func() *exec.Cmd) []Fault {
	t.Helper()
	Need(t)
	calls := count(t, command())
	var all []Fault
	for call, n := range calls {
		first := 1
		if call == "fcntl" {
			first += 3 // the runtime checks its standard descriptors with these
		}
		for nth := first; nth <= n; nth++ {
			for _, errno := range append(errnos[call], "") {
				all = append(all, Fault{call, nth, errno})
			}
		}
	}
	return sample(t, few, all)
}

// sample returns a random choice from all, of the size that the variable sets.
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

// Sizes returns file sizes below most, as many as [Some] returns faults.
func Sizes(t *testing.T, few, most int) []int {
	t.Helper()
	const step = 23
	var all []int
	for size := 0; size < most; size += step {
		all = append(all, size)
	}
	return sample(t, few, all)
}

// Limit makes cmd write no file beyond size bytes: a longer write is cut short.
// It needs the tool prlimit.
func Limit(cmd *exec.Cmd, size int) {
	under(cmd, "prlimit", "--fsize="+strconv.Itoa(size))
}

func count(t *testing.T, cmd *exec.Cmd) map[string]int {
	t.Helper()
	log := filepath.Join(t.TempDir(), "strace")
	traced(cmd, "-o", log, "-e", "trace="+names())
	if out, err := cmd.CombinedOutput(); err != nil {
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
