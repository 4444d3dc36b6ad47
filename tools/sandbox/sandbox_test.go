package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The test binary is the sandbox, and the program in it, when it is told so.
const (
	asSandbox = "SANDBOX_TEST_AS_SANDBOX"
	asProgram = "-program"

	// networkOfTest tells the program which network the test has.
	networkOfTest = "SANDBOX_TEST_NETWORK"
)

func TestMain(m *testing.M) {
	switch {
	case len(os.Args) > 2 && os.Args[1] == asProgram:
		os.Exit(programs[os.Args[2]]())
	case os.Getenv(asSandbox) != "":
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// programs are what is run in the sandbox, and their exit codes.
var programs = map[string]func() int{
	"nothing": func() int { return 0 },
	"fail":    func() int { return 7 },
	"leave": func() int {
		return write(filepath.Join(os.TempDir(), "left"), filepath.Join(os.Getenv("HOME"), "dir", "left"))
	},
	"leave in config": func() int {
		dir, err := os.UserConfigDir()
		if err != nil {
			return 1
		}
		return write(filepath.Join(dir, "left"))
	},
	"tidy": func() int {
		dir, err := os.MkdirTemp("", "")
		if err != nil || write(filepath.Join(dir, "file")) != 0 || os.RemoveAll(dir) != nil {
			return 1
		}
		return 0
	},
	"lock": func() int {
		dir := filepath.Join(os.TempDir(), "locked")
		if write(filepath.Join(dir, "file")) != 0 || os.Chmod(dir, 0) != nil {
			return 1
		}
		return 7
	},
	"go": func() int {
		out, err := exec.Command("go", "list", "-deps", "fmt").CombinedOutput()
		if err != nil {
			os.Stdout.Write(out)
			return 1
		}
		return 0
	},
	"loopback": func() int {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return 1
		}
		defer l.Close()
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return 1
		}
		c.Close()
		return 0
	},
	// Says whether the network is the test's own.
	"namespace": func() int {
		now, err := os.Readlink("/proc/self/ns/net")
		if want := os.Getenv(networkOfTest); err != nil || now != want {
			fmt.Println("this is another network")
			return 1
		}
		return 0
	},
	// Addresses for documentation: nobody has them.
	"dial 4":    func() int { return tolerated("tcp", "192.0.2.1:443") },
	"dial 6":    func() int { return tolerated("tcp", "[2001:db8::1]:443") },
	"packet":    func() int { return tolerated("udp", "192.0.2.1:53") },
	"broadcast": func() int { return tolerated("udp", "255.255.255.255:9") },
}

func write(names ...string) int {
	for _, name := range names {
		if os.MkdirAll(filepath.Dir(name), 0o700) != nil || os.WriteFile(name, nil, 0o600) != nil {
			return 1
		}
	}
	return 0
}

// tolerated dials, and takes no notice of whether it worked.
func tolerated(network, address string) int {
	c, err := net.Dial(network, address)
	if err != nil {
		return 0
	}
	_, _ = c.Write([]byte("x"))
	c.Close()
	return 0
}

// sandboxed runs a program in the sandbox, started in dir. The directory that the sandbox makes
// its own in is empty afterwards.
func sandboxed(t *testing.T, dir, program string) (output string, code int) {
	t.Helper()
	tmp := t.TempDir()
	cmd := exec.Command(os.Args[0], os.Args[0], asProgram, program)
	network, _ := os.Readlink("/proc/self/ns/net") // of Linux alone
	// Each process with the race detector would wait a second before it ends.
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", networkOfTest+"="+network, asSandbox+"=1", "TMPDIR="+tmp, "TMP="+tmp, "TEMP="+tmp)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(tmp)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Errorf("the sandbox left %s behind", e.Name())
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

type verdict struct {
	dir     string // "" is this one
	program string
	code    int
	says    []string
}

func (v verdict) test(t *testing.T) {
	out, code := sandboxed(t, v.dir, v.program)
	if code != v.code {
		t.Errorf("exit code %d, want %d", code, v.code)
	}
	for _, want := range v.says {
		if !strings.Contains(out, want) {
			t.Errorf("does not say %q", want)
		}
	}
	if len(v.says) == 0 && out != "" {
		t.Error("says more than the program")
	}
	if t.Failed() {
		t.Logf("output: %s", out)
	}
}

func TestFiles(t *testing.T) {
	for _, v := range []verdict{
		{program: "nothing"},
		{program: "fail", code: 7},
		{program: "tidy"},
		{program: "lock", code: 7},
		{program: "go"},
		{program: "leave", code: 1, says: []string{"left behind", "tmp/left", "home/dir/left"}},
		{program: "leave in config", code: 1, says: []string{"left behind", "/left"}},
	} {
		t.Run(v.program, v.test)
	}
}
