package redact

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestIdentityKeepsOnlyTellingNames(t *testing.T) {
	tests := map[string]struct {
		home, host string
		users      []string
		want       identity
	}{
		"ordinary":     {"/home/alice", "thinkpad.lan", []string{"alice"}, identity{home: "/home/alice", names: []string{"thinkpad.lan", "thinkpad", "alice"}}},
		"windows":      {`C:\Users\Alice`, "DESKTOP-A1", []string{"Alice"}, identity{home: `C:\Users\Alice`, names: []string{"desktop-a1", "alice"}}},
		"common":       {"/root", "localhost", []string{"root", "runner", "Ubuntu"}, identity{home: "/root", names: nil}},
		"short":        {"/home/al", "pc", []string{"al"}, identity{home: "/home/al", names: nil}},
		"none":         {"", "", nil, identity{}},
		"root as home": {"/", "", nil, identity{}},
		"relative":     {"home", "", nil, identity{}},
		"slash":        {"/home/alice/", "", nil, identity{home: "/home/alice", names: []string{"alice"}}},
		"number":       {"/home/1000", "10.0.0.1", []string{"1000"}, identity{home: "/home/1000", names: nil}},
		"placeholder":  {"/x/redacted", "redacted", []string{"[redacted]"}, identity{home: "/x/redacted", names: nil}},
	}
	for name, test := range tests {
		got := newIdentity(test.home, test.host, test.users...)
		if got.home != test.want.home || !slices.Equal(got.names, test.want.names) {
			t.Errorf("%s: got %q %q, want %q %q", name, got.home, got.names, test.want.home, test.want.names)
		}
	}
}

const childText = "REDACT_TEST_TEXT"

func TestMain(m *testing.M) {
	if text, ok := os.LookupEnv(childText); ok {
		os.Stdout.WriteString(String(text))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The identity of a process comes from its environment, which only another
// process can show.
func TestLocalIdentityComesFromTheProcess(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "HOME=/srv/people/zaphod", "USERPROFILE=/srv/people/zaphod", "home=/srv/people/zaphod", "USER=trillian", childText+"=/srv/people/zaphod/x trillian zaphod "+host)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := "~/x [redacted] [redacted] "; !strings.HasPrefix(string(out), want) {
		t.Errorf("got %q, want it to begin with %q", out, want)
	}
}

func TestNamesAreWholeWords(t *testing.T) {
	for in, want := range map[string]string{
		"malice":         "malice",
		"alices":         "alices",
		"alice_b":        "alice_b",
		"alice":          "[redacted]",
		"ALICE's":        "[redacted]'s",
		"alice-laptop":   "[redacted]-laptop",
		`\nalice`:        `\n[redacted]`,
		"éalice":         "éalice",
		"thinkpad.lan.x": "[redacted].x",
	} {
		if got := builtin(in, testIdentity); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
