package selective

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/git"
	"github.com/optin-go/optin/tools/internal/moduleproxy"
	"github.com/optin-go/optin/tools/internal/repository"
)

// A rehearsal is a release of the working tree in a scratch clone.
type rehearsal struct {
	git.Repository
	command string // the release command, built
	proxy   string // a module proxy made of the tags
	*repository.Workspace
}

// identity keeps a person's configuration of git out of a rehearsal.
var identity = []string{
	"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
	"GIT_AUTHOR_NAME=Rehearsal", "GIT_AUTHOR_EMAIL=rehearsal@example.com",
	"GIT_COMMITTER_NAME=Rehearsal", "GIT_COMMITTER_EMAIL=rehearsal@example.com",
}

// rehearse releases the working tree of w, files that are not committed included.
func rehearse(t *testing.T, w *repository.Workspace) *rehearsal {
	t.Helper()
	if _, err := os.Stat(filepath.Join(w.Root, ".git")); errors.Is(err, fs.ErrNotExist) {
		t.Skip("an archive has no tags, which say what is released; a clone has them")
	}
	if err := git.Detach(); err != nil {
		t.Fatal(err)
	}
	r := &rehearsal{Repository: git.Repository{Dir: t.TempDir(), Env: identity}, proxy: t.TempDir()}
	r.command = filepath.Join(t.TempDir(), "release.exe")
	build := exec.Command("go", "build", "-o", r.command, "./tools/release")
	build.Dir = w.Root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	r.copy(t, w.Root)
	if v := r.untagged(t, w); v != "" {
		t.Fatalf("%s has a section in its changelog and no tag here; git fetch --tags --unshallow gets it, or go run ./tools/release tag makes it", v)
	}
	r.note(t, w.Published()...)
	r.release(t)
	return r
}

// copy makes the scratch clone: the history, whose tags say what is released, and on
// top of it the files as they are now.
func (r *rehearsal) copy(t *testing.T, root string) {
	t.Helper()
	// Whoever runs the tests need not own the repository.
	r.git(t, "-c", "safe.directory=*", "clone", "--quiet", "--no-checkout", root, ".")
	r.git(t, "remote", "remove", "origin")
	r.git(t, "switch", "--quiet", "--force-create", "main", "HEAD")
	r.git(t, "rm", "-r", "-f", "--quiet", ".")
	names, err := git.Repository{Dir: root, Env: identity}.Lines("-c", "safe.directory=*", "-c", "core.quotePath=false",
		"ls-files", "--cached", "--others", "--exclude-standard")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted, and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		r.write(t, name, string(text))
	}
}

// dated is the heading of a released version in a changelog.
var dated = regexp.MustCompile(`(?m)^## \[([0-9]+\.[0-9]+\.[0-9]+[^\]]*)\]`)

// untagged returns a version whose tag is not here, although its changelog says that it
// is released, or "". Without it, the release command would take the working tree for
// something else.
func (r *rehearsal) untagged(t *testing.T, w *repository.Workspace) string {
	t.Helper()
	tags := strings.Fields(r.git(t, "tag"))
	for _, m := range w.Published() {
		text, err := os.ReadFile(w.Join(m.Dir, "CHANGELOG.md"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		for _, match := range dated.FindAllStringSubmatch(string(text), -1) {
			if tag := m.Dir + "/v" + match[1]; !slices.Contains(tags, tag) {
				return tag
			}
		}
	}
	return ""
}

// note lists a change in the changelogs of modules: whether a change was told to
// users is asked at the release, and not with each test.
func (r *rehearsal) note(t *testing.T, modules ...*repository.Module) {
	t.Helper()
	for _, m := range modules {
		name := path.Join(m.Dir, "CHANGELOG.md")
		text, err := os.ReadFile(filepath.Join(r.Dir, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			continue // the release command says so, and better
		}
		if err != nil {
			t.Fatal(err)
		}
		r.write(t, name, strings.Replace(string(text), "## [Unreleased]", "## [Unreleased]\n\n### Changed\n\n- Rehearsed.", 1))
	}
}

// release commits what there is, releases it, and adds the new versions to the proxy.
func (r *rehearsal) release(t *testing.T) {
	t.Helper()
	r.git(t, "add", "--all")
	r.git(t, "commit", "--quiet", "--allow-empty", "--message=what there is")
	cmd := exec.Command(r.command, "tag", "-untested")
	cmd.Dir = r.Dir
	cmd.Env = append(os.Environ(), identity...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go run ./tools/release tag: %v\n%s", err, out)
	}
	var err error
	if r.Workspace, err = repository.Load(r.Dir); err != nil {
		t.Fatal(err)
	}
	for _, m := range r.Published() {
		for _, v := range r.versions(t, m.Dir) {
			if err := moduleproxy.WriteRevision(r.proxy, module.Version{Path: m.Path(), Version: v}, r.Repository, m.Dir+"/"+v, m.Dir); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// versions returns the versions of a module that have a tag, oldest first.
func (r *rehearsal) versions(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for name := range strings.FieldsSeq(r.git(t, "tag", "--list", dir+"/v*")) {
		out = append(out, path.Base(name))
	}
	semver.Sort(out)
	if len(out) == 0 {
		t.Fatalf("%s has no tag", dir)
	}
	return out
}

// newest returns the newest version of a module.
func (r *rehearsal) newest(t *testing.T, dir string) string {
	t.Helper()
	versions := r.versions(t, dir)
	return versions[len(versions)-1]
}

func (r *rehearsal) git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := r.Run(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (r *rehearsal) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(r.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
