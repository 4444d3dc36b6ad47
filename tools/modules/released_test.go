package modules

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/semver"

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
