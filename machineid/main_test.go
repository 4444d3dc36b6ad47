package machineid

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// childRole makes this test binary a process of its own kind; see roles.
const childRole = "MACHINEID_TEST_ROLE"

// planted stands for a machine's ID that a test can look for.
const planted = "c0ffee00-5eed-4bad-8a11-0ddba11deca7"

var roles = map[string]func(){
	// A machine without an ID.
	"absent": func() {
		host = once(func() []source { return nil }, never)
		fmt.Println(Derive("a"), Derive("b"), Stable())
		fmt.Println(Derive("a"), Derive("b"), Stable())
	},
	// Everything this package shows, and a crash, on a machine with the planted ID.
	"planted": func() {
		host = once(func() []source { return []source{func() string { return planted + "\n" }} }, never)
		showAndCrash()
	},
	// A process that derives, and says so.
	"derive": func() { fmt.Println(len(Derive("a"))) },
	// The same as planted, with the ID of the machine that runs the test.
	"real": showAndCrash,
}

// never is where a machine is no container.
func never() (yes, sure bool) { return false, true }

func showAndCrash() {
	for _, v := range []any{Derive, Stable, Derive("salt"), Stable()} {
		fmt.Printf("%v %+v %#v\n", v, v, v)
	}
	started := make(chan struct{})
	go func(id identity) {
		close(started)
		<-make(chan struct{})
		runtime.KeepAlive(id)
	}(host())
	<-started
	panic(Derive("salt"))
}

func TestMain(m *testing.M) {
	if role, ok := roles[os.Getenv(childRole)]; ok {
		role()
		return
	}
	os.Exit(m.Run())
}

// child runs this test binary in role and returns all it printed.
func child(t *testing.T, role string) (string, error) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childRole+"="+role, "GOTRACEBACK=all")
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// setSources makes sources those of this machine until the test ends.
func setSources(t *testing.T, sources ...source) {
	own := host
	t.Cleanup(func() { host = own })
	host = once(func() []source { return sources }, never)
}
