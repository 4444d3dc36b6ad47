package telemetrycmd

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// status and the runtime agree for every combination of a record and of variables:
// what is recorded is recorded exactly when status said so before.
func TestF30StatusEqualsTheRuntime(t *testing.T) {
	notice := newUser(t).app().catalog.Version()
	records := map[string]string{
		"missing": "-", "directory": "/",
		"enabled":        "version = 1\nstate = \"enabled\"\nnotice = \"" + notice + "\"\n",
		"enabled, dated": "version = 1\nstate = \"enabled\"\ndecided_at = \"2026-05-08T12:34:56Z\"\nnotice = \"" + notice + "\"\n",
		"another notice": "version = 1\nstate = \"enabled\"\nnotice = \"000000000000\"\n",
		"no notice":      "version = 1\nstate = \"enabled\"\n",
		"disabled":       "version = 1\nstate = \"disabled\"\nnotice = \"" + notice + "\"\n",
		"unset":          "version = 1\nstate = \"unset\"\n",
	}
	maps.Copy(records, brokenRecords)
	variables := []struct {
		name   string
		values []string
	}{
		{"DO_NOT_TRACK", []string{"-", "0", "1"}},
		{"MYTOOL_TELEMETRY", []string{"-", "off", "log", "on", "what"}},
		{"CI", []string{"-", "true"}},
		{"GITHUB_ACTIONS", []string{"-", "true"}},
	}
	combinations := []map[string]string{{}}
	for _, v := range variables {
		var next []map[string]string
		for _, env := range combinations {
			for _, value := range v.values {
				with := maps.Clone(env)
				if value != "-" {
					with[v.name] = value
				}
				next = append(next, with)
			}
		}
		combinations = next
	}
	on := 0
	for name, text := range records {
		u := newUser(t)
		switch text {
		case "-":
		case "/":
			u.write(filepath.Join(u.consentPath(), "file"), "")
		default:
			u.write(u.consentPath(), text)
		}
		for _, env := range combinations {
			u.env = env
			if u.statusEqualsTheRuntime(fmt.Sprintf("record %s, variables %q", name, env)) {
				on++
			}
		}
	}
	if on == 0 {
		t.Error("no combination is on, which tests half of the promise")
	}
}

// statusEqualsTheRuntime runs status and a recorded command, and reports whether
// they said and did that telemetry is on.
func (u *user) statusEqualsTheRuntime(what string) bool {
	u.t.Helper()
	var status struct {
		State   string
		Sending bool
		Reason  *string
	}
	r := u.mytool("telemetry --check --output json")
	if err := json.Unmarshal([]byte(r.stdout), &status); err != nil {
		u.t.Fatal(err)
	}
	app := u.app()
	before := u.written()
	_ = app.Recorder().Record(u.t.Context(), "command.invoke", telemetry.String("command", "deploy"))
	recorded := u.written() > before
	if q := app.record().queue; q != nil {
		_ = q.Close()
	}
	if l := app.record().log; l != nil {
		_ = l.Close()
	}
	on := recorded
	if status.Sending != on || (status.State == "on") != on || (r.code == exitDone) != on || (status.Reason == nil) != on {
		u.t.Errorf("%s: status says %s (exit code %d), and an event was recorded: %v", what, strings.TrimSpace(r.stdout), r.code, recorded)
	}
	return on
}

// written returns how many bytes of events are in the log and in the queue.
func (u *user) written() (bytes int64) {
	for _, path := range u.files() {
		if info, err := os.Stat(filepath.Join(u.home, path)); err == nil && strings.HasSuffix(path, ".jsonl") && info.Mode().IsRegular() {
			bytes += info.Size()
		}
	}
	return bytes
}

// What only shows writes nothing, and works where nothing can be written.
func TestStatusNeverWrites(t *testing.T) {
	lines := []string{
		"telemetry", "telemetry status", "telemetry --output json", "telemetry status --check", "telemetry --show-id",
		"telemetry show", "telemetry show --pending", "telemetry show --next", "telemetry show --output json", "telemetry events", "telemetry events --output json",
	}
	prepare := map[string]func(*user){
		"empty":   func(*user) {},
		"enabled": func(u *user) { u.must(exitDone, "telemetry enable") },
		"events":  func(u *user) { u.must(exitDone, "telemetry enable"); u.record("deploy") },
		"sent": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.must(exitDone, "telemetry send")
		},
		"corrupt": func(u *user) { u.write(u.consentPath(), "garbage") },
		"open to others": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			for _, path := range u.files() {
				if info, err := os.Stat(filepath.Join(u.home, path)); err == nil && info.IsDir() {
					if err := os.Chmod(filepath.Join(u.home, path), 0o755); err != nil {
						u.t.Fatal(err)
					}
				}
			}
		},
	}
	for name, prepare := range prepare {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			prepare(u)
			before := u.snapshot()
			for _, line := range lines {
				if r := u.mytool(line); r.code == exitFailed {
					t.Errorf("mytool %s: exit code %d: %s", line, r.code, r.stderr)
				}
				if after := u.snapshot(); after != before {
					t.Fatalf("mytool %s changed\n%s\nto\n%s", line, before, after)
				}
			}
		})
	}
}

// snapshot tells all files from each other, their modes and times too.
func (u *user) snapshot() string {
	u.t.Helper()
	var b strings.Builder
	for _, path := range u.files() {
		info, err := os.Lstat(filepath.Join(u.home, path))
		if err != nil {
			u.t.Fatal(err)
		}
		fmt.Fprintln(&b, path, info.Mode(), info.ModTime().UnixNano(), info.Size())
	}
	return b.String()
}
