package modules

import (
	"errors"
	"io/fs"
	"os"
	"path"
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
		tags, err := git.Repository{Dir: w.Root}.Lines("tag", "--list", dir+"/v*")
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range tags {
			out = append(out, strings.TrimPrefix(tag, dir+"/"))
		}
	}
	out = slices.DeleteFunc(out, func(v string) bool { return !semver.IsValid(v) || semver.Prerelease(v) != "" })
	semver.Sort(out)
	return slices.Compact(out)
}
