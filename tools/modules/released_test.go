package modules

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/git"
	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// Today's tests read what users' machines have of a released version. Those files
// stay as they were released: no machine has what was changed later.
func TestFilesOfEveryReleaseAreKept(t *testing.T) {
	w := repositorytest.Open(t)
	repo := git.Repository{Dir: w.Root}
	for _, dir := range []string{"consent", "sinks/file", "sinks/spool", "telemetry"} {
		versions := released(t, w, dir)
		if len(versions) == 0 {
			t.Errorf("%s: found no version, not even one that is required here", dir)
		}
		for _, v := range versions {
			at, tag := path.Join(dir, "testdata", v), dir+"/"+v
			if names, err := filepath.Glob(w.Join(at, "*")); err != nil || len(names) == 0 {
				t.Errorf("%s has no files; with that version checked out, write them with go test ./%s -run EarlierVersions -fixture %s", at, dir, v)
			}
			if !repo.Is("rev-parse", "--verify", "--quiet", tag) {
				continue // a copy without the history does not know
			}
			altered, err := repo.Run("diff", "--name-only", "--no-renames", "--diff-filter=MDT", tag, "--", at)
			if err != nil || altered != "" {
				t.Errorf("not as released; put them back with git checkout %s -- %s: %v\n%s", tag, at, err, altered)
			}
		}
	}
}

var heading = regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\]`)

// released returns the versions of a module that its changelog or another module's
// go.mod names, without prereleases.
func released(t *testing.T, w *repository.Workspace, dir string) []string {
	t.Helper()
	var out []string
	for _, m := range heading.FindAllStringSubmatch(read(t, w, dir+"/CHANGELOG.md"), -1) {
		out = append(out, "v"+m[1])
	}
	for _, v := range w.Siblings() {
		if w.Sibling(v.Path).Dir == dir && semver.Prerelease(v.Version) == "" {
			out = append(out, v.Version)
		}
	}
	semver.Sort(out)
	return slices.Compact(out)
}
