package telemetrycmd

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// user is somebody who has mytool on a machine of their own.
type user struct {
	t        testing.TB
	home     string
	env      map[string]string
	receiver *receiver // nil if mytool was built without one
	purpose  string    // of the event; another one widens the catalog
	set      func(*Config)
}

func newUser(t testing.TB) *user {
	t.Helper()
	return &user{t: t, home: filepath.Join(t.TempDir(), "home"), env: map[string]string{}, receiver: new(receiver), purpose: "one run of a command"}
}

func (u *user) consentPath() string {
	return filepath.Join(u.home, ".config", "mytool", "consent.toml")
}

// queueDir is the directory of the queue of the recorded decision.
func (u *user) queueDir() string { return queueDir(u.t, u.stateDir(), u.consentPath()) }

func (u *user) stateDir() string {
	return filepath.Join(u.home, ".local", "state", "mytool", "telemetry")
}

// app returns mytool as the next process has it.
func (u *user) app() *App {
	u.t.Helper()
	cat := catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
	cat.Event("command.invoke", u.purpose, cat.Enum("command", "which command ran", "deploy", "status"))
	cfg := Config{
		Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat,
		NoticeURL: "https://example.org/telemetry", Retention: "90 days",
		ConsentPath: u.consentPath(), StateDir: u.stateDir(),
	}
	if u.receiver != nil {
		cfg.Exporter = u.receiver
	}
	if u.set != nil {
		u.set(&cfg)
	}
	app, err := New(cfg)
	if err != nil {
		u.t.Fatal(err)
	}
	app.lookupEnv = func(name string) (string, bool) {
		value, ok := u.env[name]
		return value, ok
	}
	return app
}

// result is what one run of mytool did.
type result struct {
	code           int
	stdout, stderr string
}

// mytool runs mytool with a command line.
func (u *user) mytool(line string) result {
	u.t.Helper()
	return u.mytoolIn(u.t.Context(), newRoot(), line)
}

// mytoolIn runs a mytool whose root command is another one.
func (u *user) mytoolIn(ctx context.Context, root *cobra.Command, line string) result {
	u.t.Helper()
	return u.run(ctx, root, strings.Fields(line))
}

// complete asks mytool's completion, as a shell does, for the words of a command
// line. The last one, up to the sign §, is the one that is being typed.
func (u *user) complete(args []string) result {
	u.t.Helper()
	last := len(args) - 1
	args[last] = strings.TrimSuffix(args[last], "§")
	return u.run(u.t.Context(), newRoot(), append([]string{cobra.ShellCompRequestCmd}, args...))
}

func newRoot() *cobra.Command {
	return &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true}
}

func (u *user) run(ctx context.Context, root *cobra.Command, args []string) result {
	u.t.Helper()
	app := u.app()
	root.AddCommand(app.Command())
	var stdout, stderr bytes.Buffer
	root.SetOut(&stdout)
	root.SetErr(&stderr)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return result{app.exitCode(err), stdout.String(), stderr.String()}
}

// must runs mytool, fails the test unless it exits with the code, and returns its
// standard output.
func (u *user) must(code int, line string) string {
	u.t.Helper()
	r := u.mytool(line)
	if r.code != code {
		u.t.Fatalf("mytool %s: exit code %d, want %d; standard error:\n%s", line, r.code, code, r.stderr)
	}
	return r.stdout
}

// record records runs of a command.
func (u *user) record(commands ...string) {
	u.t.Helper()
	app := u.app()
	for _, command := range commands {
		if err := app.Recorder().Record(u.t.Context(), "command.invoke", telemetry.String("command", command)); err != nil {
			u.t.Fatal(err)
		}
	}
	r := app.record()
	_ = r.queue.Close()
	_ = r.log.Close()
}

// files returns every path below the home directory, which need not exist.
func (u *user) files() []string {
	u.t.Helper()
	var paths []string
	_ = filepath.WalkDir(u.home, func(path string, _ os.DirEntry, err error) error {
		if err == nil && path != u.home {
			paths = append(paths, strings.TrimPrefix(path, u.home+"/"))
		}
		return nil
	})
	return paths
}

func (u *user) write(path, text string) {
	u.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		u.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		u.t.Fatal(err)
	}
}

func (u *user) recordedDecision() consent.State {
	u.t.Helper()
	c, err := consent.Read(u.consentPath())
	if err != nil {
		u.t.Fatal(err)
	}
	return c.State
}

// receiver is an Exporter that keeps what it accepts.
type receiver struct {
	mu     sync.Mutex
	events []telemetry.Event
	asked  int
	answer func(context.Context, []telemetry.Event) error
}

func (r *receiver) Recipient() string { return "telemetry.example.org" }

func (r *receiver) Export(ctx context.Context, events []telemetry.Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	if r.answer != nil {
		if err := r.answer(ctx, events); err != nil {
			return err
		}
	}
	r.events = append(r.events, events...)
	return nil
}

// got returns the accepted events as they are encoded, one a line.
func (r *receiver) got(t testing.TB) string {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []byte
	for _, e := range r.events {
		var err error
		if lines, err = e.AppendJSON(lines); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, '\n')
	}
	return string(lines)
}

// retryLater is an error that says when to come back.
type retryLater time.Duration

func (r retryLater) Error() string             { return "503 Service Unavailable" }
func (r retryLater) RetryAfter() time.Duration { return time.Duration(r) }

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%v\nwant\n%v", what, got, want)
	}
}

func contains(t testing.TB, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s has no %q:\n%s", what, part, text)
		}
	}
}

// fails returns an answer that is that error.
func fails(err error) func(context.Context, []telemetry.Event) error {
	return func(context.Context, []telemetry.Event) error { return err }
}

// golden compares text with a file in testdata. With OPTIN_UPDATE set it writes
// that file anew.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if os.Getenv("OPTIN_UPDATE") != "" {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("%s:\n%s\nwant\n%s", path, text, want)
	}
}
