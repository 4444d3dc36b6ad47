package modules

import (
	"bytes"
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

	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/git"
	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// persistent are the modules whose files outlive the version that wrote them.
var persistent = []string{"consent", "sinks/file", "sinks/spool", "telemetry"}

// What users' machines have of a released version, today's tests read.
func TestFilesOfEveryReleaseAreKept(t *testing.T) {
	w := repositorytest.Open(t)
	for _, dir := range persistent {
		versions := released(t, w, dir)
		if len(versions) == 0 {
			t.Errorf("%s: found no version, not even one that is required here", dir)
		}
		for _, v := range versions {
			entries, err := os.ReadDir(w.Join(dir, "testdata", v))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if len(entries) == 0 {
				t.Errorf("%s/testdata has no files of %s; with that version checked out, write them with go test ./%s -run EarlierVersions -fixture %s", dir, v, dir, v)
			}
		}
	}
}

// They stay as they were released: what was changed later, no machine has.
func TestFilesOfEveryReleaseAreUnchanged(t *testing.T) {
	w := repositorytest.Open(t)
	if _, err := os.Stat(w.Join(".git")); err != nil {
		t.Skip("a copy without the history does not know")
	}
	repo := git.Repository{Dir: w.Root}
	for _, dir := range persistent {
		for _, name := range altered(t, repo, dir) {
			t.Errorf("%s is not as it was released; put it back with git checkout <its tag> -- %s", name, name)
		}
	}
}

// altered returns the files of released versions that are gone or changed.
func altered(t *testing.T, repo git.Repository, dir string) []string {
	t.Helper()
	tags, err := repo.Lines("tag", "--list", dir+"/v*")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, tag := range tags {
		names, err := repo.Lines("diff", "--name-only", "--no-renames", "--diff-filter=MDT", tag, "--", path.Join(dir, "testdata", path.Base(tag)))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, names...)
	}
	return out
}

func TestAltered(t *testing.T) {
	repo := git.Repository{Dir: t.TempDir(), Env: []string{
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com",
	}}
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(repo.Dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"m/testdata/v0.1.0/a", "m/testdata/v0.1.0/b", "m/testdata/v0.1.0/c", "m/testdata/new"} {
		write(name, "text\n")
	}
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "--all"}, {"commit", "--quiet", "--message=m"}, {"tag", "m/v0.1.0"}} {
		if _, err := repo.Run(args...); err != nil {
			t.Fatal(err)
		}
	}
	if got := altered(t, repo, "m"); len(got) > 0 {
		t.Errorf("nothing is changed, and it finds %q", got)
	}
	write("m/testdata/v0.1.0/a", "other\n")
	write("m/testdata/new", "other\n")
	write("m/testdata/v0.2.0/a", "other\n")
	if err := os.Remove(filepath.Join(repo.Dir, "m", "testdata", "v0.1.0", "b")); err != nil {
		t.Fatal(err)
	}
	if got, want := altered(t, repo, "m"), []string{"m/testdata/v0.1.0/a", "m/testdata/v0.1.0/b"}; !slices.Equal(got, want) {
		t.Errorf("finds %q, want %q", got, want)
	}
}

var heading = regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+[^\]]*)\]`)

// released returns the versions of a module that its changelog, a tag or another
// module's go.mod speaks of, sorted. Prereleases are left out.
func released(t *testing.T, w *repository.Workspace, dir string) []string {
	t.Helper()
	var out []string
	for _, m := range heading.FindAllStringSubmatch(read(t, w, dir+"/CHANGELOG.md"), -1) {
		out = append(out, "v"+m[1])
	}
	for _, v := range w.Siblings() {
		if w.Sibling(v.Path).Dir == dir {
			out = append(out, v.Version)
		}
	}
	// A copy without the history has the changelog.
	if _, err := os.Stat(w.Join(".git")); err == nil {
		tags := exec.Command("git", "tag", "--list", dir+"/v*")
		tags.Dir = w.Root
		var stderr bytes.Buffer
		tags.Stderr = &stderr
		text, err := tags.Output()
		if err != nil {
			t.Fatalf("git tag: %v\n%s", err, stderr.Bytes())
		}
		for tag := range strings.FieldsSeq(string(text)) {
			out = append(out, strings.TrimPrefix(tag, dir+"/"))
		}
	}
	out = slices.DeleteFunc(out, func(v string) bool { return !semver.IsValid(v) || semver.Prerelease(v) != "" })
	semver.Sort(out)
	return slices.Compact(out)
}
