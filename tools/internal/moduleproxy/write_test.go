package moduleproxy

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/git"
)

// repository returns a repository of one module, in m, with a module nested in it.
func repository(t *testing.T) git.Repository {
	t.Helper()
	r := git.Repository{Dir: t.TempDir(), Env: []string{
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com",
	}}
	for name, text := range map[string]string{
		"m/go.mod":        "module example.com/m\n\ngo 1.25.0\n",
		"m/LICENSE":       "Do as you like.\n",
		"m/m.go":          "// Package m is small.\npackage m\n\n// One is one.\nconst One = 1\n",
		"m/nested/go.mod": "module example.com/m/nested\n\ngo 1.25.0\n",
		"m/nested/n.go":   "package nested\n",
	} {
		name = filepath.Join(r.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "--all"}, {"commit", "--quiet", "--message=m"}, {"tag", "m/v0.1.0"}} {
		if _, err := r.Run(args...); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// What is on disk and what is committed have one sum, and it is the one that the go
// command computes from the download.
func TestSum(t *testing.T) {
	if err := git.Detach(); err != nil {
		t.Fatal(err)
	}
	r := repository(t)
	v := module.Version{Path: "example.com/m", Version: "v0.1.0"}
	disk, tag := t.TempDir(), t.TempDir()
	if err := Write(disk, v, filepath.Join(r.Dir, "m")); err != nil {
		t.Fatal(err)
	}
	if err := WriteRevision(tag, v, r, "m/v0.1.0", "m"); err != nil {
		t.Fatal(err)
	}
	var lines [2]string
	for i, dir := range []string{disk, tag} {
		sum, err := Sum(dir, v)
		if err != nil {
			t.Fatal(err)
		}
		goMod, err := GoModSum(dir, v)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = v.Path + " " + v.Version + " " + sum + "\n" + v.Path + " " + v.Version + "/go.mod " + goMod + "\n"
	}
	if lines[0] != lines[1] {
		t.Errorf("on disk\n%sand in the tag\n%s", lines[0], lines[1])
	}
	env, err := Environment(tag, t.TempDir(), "example.com/*", "-mod=mod")
	if err != nil {
		t.Fatal(err)
	}
	user := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/user\n\ngo 1.25.0\n", "user.go": "package user\n\nimport _ \"example.com/m\"\n"} {
		if err := os.WriteFile(filepath.Join(user, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "get", "example.com/m@v0.1.0")
	cmd.Dir, cmd.Env = user, append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(user, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != lines[0] {
		t.Errorf("the go command computes\n%swant\n%s", got, lines[0])
	}
}
