//go:build unix

package telemetrycmd

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// newNobodySite returns a site whose tools run as somebody who is not root, with a
// home directory of their own.
func newNobodySite(t *testing.T) *site {
	t.Helper()
	home, err := os.MkdirTemp("", "state") // not t.TempDir, whose parent only root may enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = filepath.WalkDir(home, func(path string, d os.DirEntry, _ error) error {
			if d != nil && d.IsDir() {
				_ = os.Chmod(path, 0o700)
			}
			return nil
		})
		_ = os.RemoveAll(home)
	})
	own(t, home)
	return &site{t: t, home: home, env: []string{
		asNobody + "=1", "HOME=" + home,
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "XDG_STATE_HOME=" + filepath.Join(home, "state"),
	}}
}

// own gives a path to whoever the tools run as.
func own(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Chown(path, nobody, nobody); err != nil {
		t.Fatal(err)
	}
}

// A directory for state that cannot be used keeps telemetry off. "status" says
// why, nothing else does, nothing is left, and the tool is as without us.
func TestStateThatCannotBeUsed(t *testing.T) {
	chmod := func(t *testing.T, path string, mode os.FileMode) {
		t.Helper()
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	replace := func(t *testing.T, path string, with func() error) {
		t.Helper()
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if err := with(); err != nil {
			t.Fatal(err)
		}
	}
	roots := func(t *testing.T, path string) {
		t.Helper()
		if os.Geteuid() != 0 {
			chmod(t, path, 0o500) // the nearest to another user's that is to be had
			return
		}
		if err := os.Chown(path, 0, 0); err != nil {
			t.Fatal(err)
		}
		chmod(t, path, 0o777) // whoever owns it can take it back
	}
	without := func(s *site, names ...string) {
		s.env = slices.DeleteFunc(s.env, func(v string) bool {
			return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(v, name+"=") })
		})
	}
	for name, test := range map[string]struct {
		spoil func(t *testing.T, s *site)
		says  string
	}{
		"read-only": {func(t *testing.T, s *site) { chmod(t, s.stateDir(), 0o500) }, "cannot be written to: permission denied"},
		"read-only parent": {func(t *testing.T, s *site) {
			replace(t, filepath.Join(s.home, "state"), func() error { return os.Mkdir(filepath.Join(s.home, "state"), 0o555) })
		}, "cannot be made: "},
		"root's":       {func(t *testing.T, s *site) { roots(t, s.stateDir()) }, "telemetry"},
		"root's queue": {func(t *testing.T, s *site) { roots(t, filepath.Join(s.stateDir(), "spool")) }, "spool"},
		"root's queue of this yes": {func(t *testing.T, s *site) {
			all, err := queues(filepath.Join(s.stateDir(), "spool")).all()
			if err != nil || len(all) != 1 {
				t.Fatalf("the queues: %v, %v", all, err)
			}
			roots(t, all[0])
		}, "spool"},
		"root's log": {func(t *testing.T, s *site) { roots(t, filepath.Join(s.stateDir(), "events.jsonl")) }, "events.jsonl"},
		"root's token": {func(t *testing.T, s *site) {
			put(t, filepath.Join(s.stateDir(), "rotation"), token)
			chmod(t, filepath.Join(s.stateDir(), "rotation"), 0)
		}, "rotation: permission denied"},
		"file": {func(t *testing.T, s *site) {
			replace(t, s.stateDir(), func() error { return os.WriteFile(s.stateDir(), nil, 0o600) })
		}, "is not a directory"},
		"file as parent": {func(t *testing.T, s *site) {
			replace(t, filepath.Join(s.home, "state"), func() error { return os.WriteFile(filepath.Join(s.home, "state"), nil, 0o600) })
		}, "not a directory"},
		"link": {func(t *testing.T, s *site) {
			replace(t, s.stateDir(), func() error { return os.Symlink(s.home, s.stateDir()) })
		}, "is a symbolic link"},
		"link to nothing as parent": {func(t *testing.T, s *site) {
			replace(t, filepath.Join(s.home, "state"), func() error {
				return os.Symlink(filepath.Join(s.home, "nothing"), filepath.Join(s.home, "state"))
			})
		}, "is a link to nothing"},
		"directory as log": {func(t *testing.T, s *site) {
			log := filepath.Join(s.stateDir(), "events.jsonl")
			replace(t, log, func() error { return os.Mkdir(log, 0o700) })
		}, "is not a regular file"},
		"no home":       {func(_ *testing.T, s *site) { without(s, "HOME", "XDG_STATE_HOME") }, "$HOME is not defined"},
		"relative home": {func(_ *testing.T, s *site) { without(s, "HOME", "XDG_STATE_HOME"); s.env = append(s.env, "HOME=home") }, "no directory for state"},
		"relative XDG_STATE_HOME": {func(_ *testing.T, s *site) {
			without(s, "HOME", "XDG_STATE_HOME")
			s.env = append(s.env, "XDG_STATE_HOME=state")
		}, "$HOME is not defined"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newNobodySite(t)
			s.env = append(s.env, "ENDPOINT=http://127.0.0.1:1")
			s.must("telemetry", "enable")
			s.must("deploy")
			test.spoil(t, s)
			before := s.tree()
			for _, line := range []string{"deploy", "fail", "panic-text", "own"} {
				same(t, line, s.run("tree", line), newSite(t).run("plain", line))
			}
			_ = os.Remove(filepath.Join(s.home, "refused")) // of the command "own"
			r := s.must("telemetry", "--output", "json")
			contains(t, "status", r.stdout, `"state":"off","sending":false,"reason":"state_unusable"`)
			contains(t, "status", s.must("telemetry").stdout, "the directory for state cannot be used: ", test.says)
			equal(t, "refusal", s.run("tree", "telemetry", "send").code, exitRefused)
			equal(t, "what is there", withoutTimes(s.tree()), withoutTimes(before))
		})
	}
}

// withoutTimes cuts the times out of what site.tree returns.
func withoutTimes(tree string) string {
	var b strings.Builder
	for line := range strings.Lines(tree) {
		b.WriteString(line[:strings.LastIndexByte(line, ' ')] + "\n")
	}
	return b.String()
}

// Without a home directory nothing is read, made or asked, and nothing breaks.
func TestF28NoHome(t *testing.T) {
	s := newNobodySite(t)
	s.env = []string{asNobody + "=1"}
	before := s.tree()
	same(t, "deploy", s.run("tree", "deploy"), newSite(t).run("plain", "deploy"))
	contains(t, "status", s.must("telemetry").stdout, "Telemetry      off")
	equal(t, "enable", s.run("tree", "telemetry", "enable").code, exitFailed)
	equal(t, "disable", s.run("tree", "telemetry", "disable").code, exitFailed)
	equal(t, "what it left", s.tree(), before)
}

// Somewhere below a link is a good place: people move their directories.
func TestStateBelowALink(t *testing.T) {
	s := newNobodySite(t)
	elsewhere := filepath.Join(s.home, "elsewhere")
	if err := os.Mkdir(elsewhere, 0o700); err != nil {
		t.Fatal(err)
	}
	own(t, elsewhere)
	if err := os.Symlink(elsewhere, filepath.Join(s.home, "state")); err != nil {
		t.Fatal(err)
	}
	s.must("telemetry", "enable")
	s.must("deploy")
	equal(t, "recorded", s.summary(), "deploy: ok\n")
}

// Whoever put a link where the queues should be chose what it is of: nothing behind
// it is removed, and the user is told.
func TestLinkInTheQueuesPlace(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	spool := filepath.Dir(u.queueDir())
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(spool, elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, spool); err != nil {
		t.Fatal(err)
	}
	behind, err := filepath.Glob(filepath.Join(elsewhere, "*", "*"))
	if err != nil || len(behind) == 0 {
		t.Fatalf("behind the link: %v, %v", behind, err)
	}
	for _, line := range []string{"telemetry disable", "telemetry reset"} {
		r := u.mytool(line)
		equal(t, line, r.code, exitFailed)
		contains(t, line, r.stderr, "what waits to be sent: ", "; remove it\n")
	}
	for _, path := range behind {
		if _, err := os.Lstat(path); err != nil {
			t.Error(err)
		}
	}
}
