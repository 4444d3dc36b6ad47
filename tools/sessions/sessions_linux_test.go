package sessions

import (
	"flag"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/module"

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/tools/internal/moduleproxy"
	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var update = flag.Bool("update", false, "write what the commands print into the pages")

// pages are the pages whose commands are run. A quick run of the tests follows the
// first alone.
var pages = []string{"README.md", "docs/*.md", "docs/*/*.md", "examples/*/README.md"}

func TestSessions(t *testing.T) {
	w := repositorytest.Open(t)
	proxy := sync.OnceValue(func() string { return publish(t, w) })
	modules, bin := t.TempDir(), sync.OnceValue(func() string { return build(t, w) })
	followed := wholetest.Of(pages[:1], pages)
	if *update {
		followed = pages
	}
	for _, pattern := range followed {
		names, err := filepath.Glob(w.Join(pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			short, err := filepath.Rel(w.Join("."), name)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(short, func(t *testing.T) { follow(t, w, name, bin, proxy, modules) })
		}
	}
}

// The question that a page shows is the one that is asked.
func TestQuestion(t *testing.T) {
	w := repositorytest.Open(t)
	page, err := os.ReadFile(w.Join("docs/consent.md"))
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile(w.Join("app/testdata/question.golden"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "\n```\n")
	shown, _, _ := strings.Cut(rest, "\n```\n")
	if shown == "" || !strings.Contains(string(golden), shown) {
		t.Errorf("docs/consent.md shows a question that nobody is asked:\n%s", shown)
	}
}

// follow does what a page says.
func follow(t *testing.T, w *repository.Workspace, name string, bin, proxy func() string, modules string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	p.leaveOut(func(program string) bool {
		_, err := exec.LookPath(program)
		if err != nil {
			t.Logf("left out: what needs %s, which this machine does not have", program)
		}
		return err != nil
	})
	if len(p.steps) == 0 {
		return
	}
	port := p.port
	if port != "" {
		port = freePort(t)
	}
	script := p.script(w.Join("."))
	if port != "" {
		script = strings.ReplaceAll(script, p.port, port)
	}
	file := filepath.Join(t.TempDir(), "page.txtar")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	printed := map[int]string{}
	params := testscript.Params{
		Files: []string{file},
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			if err := os.Mkdir(home, 0o700); err != nil {
				return err
			}
			env.Setenv("STEPS", env.WorkDir)
			env.Setenv("HOME", home)
			if slices.ContainsFunc(p.steps, func(s step) bool { return installed.MatchString(s.command) }) {
				env.Setenv("PATH", bin()+string(filepath.ListSeparator)+os.Getenv("PATH"))
			}
			env.Setenv("TMPDIR", env.WorkDir)
			env.Setenv("PORT", port)
			env.Setenv("GOCACHE", goEnv(t, "GOCACHE"))
			env.Setenv("GOTOOLCHAIN", goEnv(t, "GOTOOLCHAIN"))
			env.Setenv("GOFLAGS", "-modcacherw -trimpath")
			if p.inRepository {
				env.Setenv("GOMODCACHE", goEnv(t, "GOMODCACHE"))
				env.Setenv("GOPROXY", goEnv(t, "GOPROXY"))
				return nil
			}
			// What is not published yet must not become known to this machine's cache.
			env.Setenv("GOMODCACHE", modules)
			env.Setenv("GOPROXY", proxy())
			env.Setenv("GONOSUMDB", "*")
			env.Setenv("GOWORK", "off")
			env.Cd = home
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"listening": func(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(listening(port)) },
			"printed": func(ts *testscript.TestScript, _ bool, args []string) {
				i, err := strconv.Atoi(args[0])
				ts.Check(err)
				// The page shows the port and the home directory that its reader has.
				got := strings.ReplaceAll(ts.ReadFile("stdout"), ts.Getenv("HOME"), "/home/ada")
				if p.port != "" {
					got = strings.ReplaceAll(got, port, p.port)
				}
				printed[i] = got
				if s := p.steps[i]; !*update && !matches(s.want, got) {
					ts.Fatalf("%s:%d: $ %s\nprints\n%s\nthe page says\n%s\nafter a change that is meant, run: go test ./tools/sessions -update", name, s.line, s.command, got, s.want)
				}
			},
		},
	}
	// The scripts of a test run in parallel, and are over when the test around them is.
	t.Run("session", func(t *testing.T) { testscript.Run(t, params) })
	if *update && !t.Failed() {
		if err := os.WriteFile(name, []byte(p.update(printed)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// listening waits until something listens on a port of this machine.
func listening(port string) error {
	const enough = 2 * time.Minute // for a server that will never listen
	for giveUp := time.Now().Add(enough); ; {
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", port))
		if err == nil {
			return conn.Close()
		}
		if time.Now().After(giveUp) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// installed is a command that its reader has installed.
var installed = regexp.MustCompile(`(^|[ ;|])greet `)

// build builds that command, and returns its directory.
func build(t *testing.T, w *repository.Workspace) string {
	t.Helper()
	bin := t.TempDir()
	cmd := exec.Command("go", "build", "-o", filepath.Join(bin, "greet"), "./examples/greet")
	cmd.Dir = w.Join(".")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// publish writes the published modules, as they are in the working tree, to a
// proxy, and returns the value of GOPROXY for it.
func publish(t *testing.T, w *repository.Workspace) string {
	t.Helper()
	dir := t.TempDir()
	versions := w.Siblings()
	for _, m := range w.Published() {
		v := module.Version{Path: m.Path(), Version: "v0.1.0"}
		if !slices.Contains(versions, v) {
			versions = append(versions, v)
		}
	}
	for _, v := range versions {
		if err := moduleproxy.Write(dir, v, w.Join(w.Sibling(v.Path).Dir)); err != nil {
			t.Fatal(err)
		}
	}
	downloads := filepath.Join(goEnv(t, "GOMODCACHE"), "cache", "download")
	return strings.Join([]string{moduleproxy.URL(dir), moduleproxy.URL(downloads), goEnv(t, "GOPROXY")}, ",")
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	value, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(value))
}
