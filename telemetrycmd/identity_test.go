package telemetrycmd

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/machineid"
)

const token = "0123456789abcdef0123456789abcdef"

// Without a rotation token the identity is that of the salt alone, as every other
// implementation has it; with one, the token follows the salt.
func TestIdentity(t *testing.T) {
	for name, test := range map[string]struct{ salt, token, want string }{
		"usual":       {"", "", "mytool.telemetry.v1"},
		"own salt":    {"salt", "", "salt"},
		"rotated":     {"", token + "\n", "mytool.telemetry.v1" + token},
		"without end": {"salt", token, "salt" + token},
		"CR LF":       {"salt", token + "\r\n", "salt" + token},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			u.set = func(cfg *Config) { cfg.Salt = test.salt }
			u.must(exitDone, "telemetry enable")
			if test.token != "" {
				u.write(filepath.Join(u.stateDir(), "rotation"), test.token)
			}
			u.record("deploy")
			if !machineid.Stable() {
				return // each process has another identity
			}
			contains(t, "what is recorded", u.must(exitDone, "telemetry show"), `"machine_id":"`+machineid.Derive(test.want)+`"`)
		})
	}
}

// A token that is none keeps telemetry off: without it, the identity that the user
// got rid of would be back. "reset" mends it.
func TestDamagedIdentity(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string){
		"empty":     func(t *testing.T, path string) { put(t, path, "") },
		"short":     func(t *testing.T, path string) { put(t, path, token[:31]) },
		"long":      func(t *testing.T, path string) { put(t, path, token+"0") },
		"huge":      func(t *testing.T, path string) { put(t, path, strings.Repeat("0", 1<<20)) },
		"garbage":   func(t *testing.T, path string) { put(t, path, strings.ToUpper(token)) },
		"two lines": func(t *testing.T, path string) { put(t, path, token+"\n\n\n") },
		"directory": func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		},
		"link": func(t *testing.T, path string) {
			if runtime.GOOS == "windows" {
				put(t, path, "") // links need a right there
				return
			}
			put(t, path+".real", token)
			if err := os.Symlink(path+".real", path); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			before := u.written()
			damage(t, filepath.Join(u.stateDir(), "rotation"))
			if u.statusEqualsTheRuntime(name) {
				t.Error("it is on")
			}
			equal(t, "recorded", u.written(), before)
			contains(t, "status", u.must(exitDone, "telemetry"), "Telemetry      off", "rotation is damaged")
			contains(t, "status", u.must(exitDone, "telemetry --output json"), string(VetoStateUnusable))
			u.must(exitDone, "telemetry reset")
			u.must(exitDone, "telemetry enable")
			if !u.statusEqualsTheRuntime(name + ", mended") {
				t.Error("reset did not mend it")
			}
		})
	}
}

// The sample has no identity, is what the catalog allows, and is encoded as events
// are.
func TestSample(t *testing.T) {
	s := newSite(t)
	next := s.must("telemetry", "show", "--next").stdout
	contains(t, "the sample", next, `{"name":"command.invoke","tool":"mytool","tool_version":"1.4.0","machine_id":"(64 digits`,
		`"attrs":{"command":"deploy","outcome":"ok","took":"<100ms"},"id":"`)
	c, err := consent.Read(s.consentPath())
	if err != nil || c.State != consent.Unset {
		t.Errorf("the record is %v, %v", c, err)
	}
}
