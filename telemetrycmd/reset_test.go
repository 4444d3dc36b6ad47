package telemetrycmd

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
)

// identities returns the machine IDs that events on this machine carry.
func (u *user) identities() []string {
	u.t.Helper()
	var ids []string
	for line := range strings.Lines(u.must(exitDone, "telemetry show")) {
		if m := regexp.MustCompile(`"machine_id":"([0-9a-f]+)"`).FindStringSubmatch(line); m != nil {
			ids = append(ids, m[1])
		}
	}
	return ids
}

func TestResetDeletesAll(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	first := u.identities()[0]
	for _, name := range []string{"events.jsonl.1", "events.jsonl.2", "events.jsonl.3", "asked"} {
		u.write(filepath.Join(u.stateDir(), name), "{}\n")
	}
	out := u.must(exitDone, "telemetry reset")
	contains(t, "reset", out, "deleted", "To turn it on: mytool telemetry enable")
	equal(t, "the record", u.recordedDecision(), consent.Unset)
	for _, path := range u.files() {
		switch filepath.Base(path) {
		case "events.jsonl", "events.jsonl.1", "events.jsonl.2", "events.jsonl.3", "asked", "consent.toml", "rotation.tmp":
			t.Errorf("%s is still there", path)
		}
		if strings.Contains(path, "segment-") {
			t.Errorf("%s is still there", path)
		}
	}
	contains(t, "status", u.must(exitDone, "telemetry --output json"), `"reason":"undecided"`, `"events":0`)

	seen := map[string]bool{first: true}
	for range 3 {
		u.must(exitDone, "telemetry enable")
		u.record("deploy")
		ids := u.identities()
		if len(ids) != 1 || seen[ids[0]] {
			t.Fatalf("after reset the events carry %q, and %v were used before", ids, seen)
		}
		seen[ids[0]] = true
		u.must(exitDone, "telemetry reset")
	}
	equal(t, "requests", u.receiver.asked, 0)
}

// Without a reset the identity stays.
func TestDisableKeepsTheIdentity(t *testing.T) {
	if !machineHasID() {
		return // each process has another identity
	}
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	u.must(exitDone, "telemetry disable")
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	ids := u.identities()
	equal(t, "identities", len(ids), 2)
	equal(t, "the second", ids[1], ids[0])
}

// Somebody who never had anything needs no file to have nothing.
func TestResetOfNothingMakesNothing(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry reset")
	u.must(exitDone, "telemetry reset")
	if files := u.files(); len(files) != 0 {
		t.Errorf("reset left %v", files)
	}
}

func TestResetWorks(t *testing.T) {
	prepare := map[string]func(*user){
		"disabled":        func(u *user) { u.must(exitDone, "telemetry disable") },
		"CI":              func(u *user) { u.env["CI"] = "1" },
		"DO_NOT_TRACK":    func(u *user) { u.env["DO_NOT_TRACK"] = "1" },
		"no exporter now": func(u *user) { u.receiver = nil },
		"record removed":  func(u *user) { u.remove(u.consentPath()) },
		"state removed":   func(u *user) { u.remove(u.stateDir()) },
		"queue damaged": func(u *user) {
			u.write(filepath.Join(u.queueDir(), "state.json"), "{{{")
		},
		"log damaged":   func(u *user) { u.write(filepath.Join(u.stateDir(), "events.jsonl"), "\x00\xff") },
		"token damaged": func(u *user) { u.write(filepath.Join(u.stateDir(), "rotation"), strings.Repeat("x", 10000)) },
		"token a directory": func(u *user) {
			if err := os.Mkdir(filepath.Join(u.stateDir(), "rotation"), 0o700); err != nil {
				u.t.Fatal(err)
			}
		},
		"token half written": func(u *user) {
			temp, before := filepath.Join(u.stateDir(), "rotation.tmp"), time.Now().Add(-2*time.Hour)
			u.write(temp, "abc")
			if err := os.Chtimes(temp, before, before); err != nil {
				u.t.Fatal(err)
			}
		},
	}
	for name, text := range brokenRecords {
		prepare["record "+name] = func(u *user) { u.write(u.consentPath(), text) }
	}
	for name, prepare := range prepare {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			before := u.identities()[0]
			prepare(u)
			for range 2 {
				equal(t, "standard error", u.mytool("telemetry reset").stderr, "")
				equal(t, "the record", u.recordedDecision(), consent.Unset)
			}
			u.env = map[string]string{}
			equal(t, "show", u.must(exitDone, "telemetry show"), "none: you have not decided yet\n")
			token, err := os.ReadFile(filepath.Join(u.stateDir(), "rotation"))
			if err != nil || !regexp.MustCompile(`^[0-9a-f]{32}\n$`).Match(token) {
				t.Errorf("the token is %q, %v", token, err)
			}
			info, err := os.Lstat(filepath.Join(u.stateDir(), "rotation"))
			if err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
				t.Errorf("the token's file is %v, %v", info.Mode(), err)
			}
			u.receiver = new(receiver)
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			if after := u.identities(); len(after) != 1 || after[0] == before {
				t.Errorf("the identity is %v, and was %v", after, before)
			}
		})
	}
}

// All parts are tried, whichever fail.
func TestResetFails(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	u.remove(filepath.Join(u.stateDir(), "spool"))
	u.write(filepath.Join(u.stateDir(), "spool"), "a file")
	u.write(filepath.Join(u.stateDir(), "asked", "file"), "")
	r := u.mytool("telemetry reset")
	equal(t, "exit code", r.code, exitFailed)
	equal(t, "standard output", r.stdout, "")
	contains(t, "standard error", r.stderr, "what waits to be sent: ", "how often you were asked", "MYTOOL_TELEMETRY=off\n")
	equal(t, "the record", u.recordedDecision(), consent.Unset)
	if _, err := os.Lstat(filepath.Join(u.stateDir(), "events.jsonl")); err == nil {
		t.Error("the log is still there")
	}
	if _, err := os.Lstat(filepath.Join(u.stateDir(), "rotation")); err != nil {
		t.Error("the identity was not renewed")
	}
}

func TestResetsAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "rotation")
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() {
			for range 20 {
				if err := renew(path); err != nil {
					errs[i] = err
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	token, err := os.ReadFile(path)
	if err != nil || len(token) != 33 {
		t.Errorf("the token is %q, %v", token, err)
	}
	if left, err := filepath.Glob(path + ".tmp*"); err != nil || len(left) > 0 {
		t.Errorf("temporary files are left: %q, %v", left, err)
	}
}

// What a killed process has left goes; what another one is writing stays.
func TestRenewSweeps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rotation")
	for name, age := range map[string]time.Duration{"1": 2 * time.Hour, "2": time.Minute} {
		at := time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(path+".tmp"+name, nil, 0o600), os.Chtimes(path+".tmp"+name, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	if err := renew(path); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(path + ".tmp*"); err != nil || len(left) != 1 || left[0] != path+".tmp2" {
		t.Errorf("left are %q, %v", left, err)
	}
}
