package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/modfile"
	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/repository"
)

// goDirective is the go line of every published module: the previous Go release.
const goDirective = "1.25.0"

// check prints the plan, and refuses what users should not get.
func (r *release) check() error {
	if err := r.load(); err != nil {
		return err
	}
	u, err := r.unfinished()
	if err != nil {
		return err
	}
	if u != nil {
		r.refusals.add("repository", ".git", "go run ./tools/release tag", "a release was interrupted:\n%s", u)
		return r.refusals
	}
	if err := r.examine(); err != nil {
		return err
	}
	fmt.Fprintln(r.out, "\nNothing stands against this release.")
	return nil
}

// examine works out the release, makes it in the checkout, and tests it there. What
// it commits is on no branch.
func (r *release) examine() error {
	if err := r.state(); err != nil {
		return err
	}
	for _, m := range r.modules {
		if m.last == "" || len(m.files) > 0 || r.versions[m.Dir] != "" {
			if err := r.inspect(m); err != nil {
				return err
			}
		}
	}
	if err := r.decide(); err != nil {
		return err
	}
	if err := r.print(); err != nil {
		return err
	}
	for _, m := range r.released() {
		if err := r.inspectChangelog(m); err != nil {
			return err
		}
		if err := r.inspectFixtures(m); err != nil {
			return err
		}
	}
	if err := r.refusals.err(); err != nil {
		return err
	}
	if len(r.released()) == 0 {
		return nil
	}
	if err := r.prepare(); err != nil {
		return err
	}
	if err := r.commit(); err != nil {
		return err
	}
	if err := r.verify(); err != nil {
		return err
	}
	r.step("commit")
	if r.untested {
		return nil
	}
	fmt.Fprintln(r.out)
	for _, m := range r.released() {
		r.test(m)
	}
	for _, m := range r.workspace.Modules {
		if sibling := r.sibling(m.Path()); (sibling == nil || sibling.next == "") && r.meets(m) {
			r.testTogether(m, sibling != nil)
		}
	}
	return r.refusals.err()
}

// state refuses a checkout from which no release can be made.
func (r *release) state() error {
	dirty, err := r.repo.Lines("status", "--porcelain")
	if err != nil {
		return err
	}
	if len(dirty) > 0 {
		r.refusals.add("repository", dirty[0][3:], "git stash --include-untracked, or commit them", "%d files differ from the commit that would be released", len(dirty))
	}
	if !r.repo.Is("symbolic-ref", "--quiet", "HEAD") {
		r.refusals.add("repository", ".git/HEAD", "git switch main", "no branch is checked out that could get the release commit")
	}
	if r.untested {
		remotes, err := r.repo.Lines("remote")
		if err != nil {
			return err
		}
		if len(remotes) > 0 {
			r.refusals.add("repository", ".git/config", "leave out -untested", "untested tags could be pushed to %s", strings.Join(remotes, ", "))
		}
	}
	return nil
}

// inspect refuses a module for what can be read from its files, whatever it is
// released as.
func (r *release) inspect(m *module) error {
	goMod := path.Join(m.Dir, "go.mod")
	base, _, _ := modpath.SplitPathVersion(m.Path())
	if !strings.HasSuffix(base, "/"+m.Dir) {
		r.refusals.add(m.Dir, goMod, "go mod edit -module=PREFIX/"+m.Dir+" "+goMod, "the module path %s does not end in the directory, so that no tag can release it", m.Path())
	}
	if v := m.File.Go.Version; v != goDirective {
		r.refusals.add(m.Dir, goMod, "go mod edit -go="+goDirective+" "+goMod, "it says go %s; users of the previous Go release are supported", v)
	}
	if m.File.Toolchain != nil {
		r.refusals.add(m.Dir, goMod, "go mod edit -toolchain=none "+goMod, "the toolchain line makes users download another Go")
	}
	for _, x := range m.File.Replace {
		r.refusals.add(m.Dir, goMod, "go mod edit -dropreplace="+at(x.Old)+" "+goMod, "it replaces %s, which users' builds ignore", x.Old.Path)
	}
	for _, x := range m.File.Exclude {
		r.refusals.add(m.Dir, goMod, "go mod edit -dropexclude="+at(x.Mod)+" "+goMod, "it excludes %s, which users' builds ignore", x.Mod)
	}
	if err := r.inspectPages(m); err != nil {
		return err
	}
	return r.inspectDocumentation(m)
}

// inspectPages refuses a module without a README, or with another licence than the
// repository's: its users get no file but the module's.
func (r *release) inspectPages(m *module) error {
	licence, err := os.ReadFile(r.workspace.Join("LICENSE"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(licence) == 0 {
		r.refusals.add(m.Dir, "LICENSE", "cp "+m.Dir+"/LICENSE LICENSE", "the repository has none that the module's could be compared with")
		licence = nil
	}
	for name, mend := range map[string]string{"LICENSE": "cp LICENSE " + m.Dir + "/LICENSE", "README.md": "$EDITOR " + m.Dir + "/README.md"} {
		text, err := os.ReadFile(r.workspace.Join(m.Dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		switch {
		case len(text) == 0:
			r.refusals.add(m.Dir, path.Join(m.Dir, name), mend, "there is none, or it is empty")
		case name == "LICENSE" && licence != nil && !bytes.Equal(text, licence):
			r.refusals.add(m.Dir, path.Join(m.Dir, name), mend, "it is not the repository's LICENSE")
		}
	}
	return nil
}

// at returns the form in which "go mod edit" takes a version, which may be missing.
func at(v modpath.Version) string {
	if v.Version == "" {
		return v.Path
	}
	return v.Path + "@" + v.Version
}

// inspectChangelog refuses a changelog that does not tell of the release.
func (r *release) inspectChangelog(m *module) error {
	name := path.Join(m.Dir, "CHANGELOG.md")
	text, err := os.ReadFile(r.workspace.Join(name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	log := changelog(text)
	entries := log.entries()
	since := "git log --oneline " + m.Dir
	if m.last != "" {
		since = "git log --oneline " + m.tagOf(m.last) + ".. -- " + m.Dir
	}
	mend := "$EDITOR " + name + ", after " + since
	if _, ok := log.section(unreleased); !ok {
		r.refusals.add(m.Dir, name, mend, "it has no section %q", unreleased)
		return nil
	}
	if len(entries) == 0 {
		r.refusals.add(m.Dir, name, mend, "nothing is listed under %q", unreleased)
		return nil
	}
	if m.change == breaking && entries["Changed"]+entries["Removed"] == 0 {
		r.refusals.add(m.Dir, name, mend, "callers break, and nothing is listed under \"### Changed\" or \"### Removed\":%s", list(m.api.broken))
	}
	told, _ := log.section(unreleased)
	for _, gained := range m.gained {
		if !strings.Contains(told, shortName(gained)) {
			r.refusals.add(m.Dir, name, mend, "users newly need %s, and nothing under %q names %s", gained, unreleased, shortName(gained))
		}
	}
	if _, ok := log.section(heading(m.next)); ok {
		r.refusals.add(m.Dir, name, mend, "it has a section for %s already", m.next)
	}
	return nil
}

// inspectFixtures refuses a module that keeps the files of its releases, for later
// versions to read, and has none of this one. A prerelease has none, and a release
// that is not meant for users neither.
func (r *release) inspectFixtures(m *module) error {
	if r.untested {
		return nil
	}
	kept, err := filepath.Glob(r.workspace.Join(m.Dir, "testdata", "v[0-9]*.[0-9]*.[0-9]*"))
	if err != nil || len(kept) == 0 || m.next == "" || semver.Prerelease(m.next) != "" {
		return err
	}
	name := path.Join(m.Dir, "testdata", m.next)
	if _, err := os.Stat(r.workspace.Join(name)); errors.Is(err, fs.ErrNotExist) {
		r.refusals.add(m.Dir, name, "go test ./"+m.Dir+" -run EarlierVersions -fixture "+m.next+", and commit them",
			"there are no files of the version that is released, for later ones to read")
	}
	return nil
}

// inspectDocumentation refuses a package without a package comment.
func (r *release) inspectDocumentation(m *module) error {
	sources, err := r.workspace.Sources(m.Module)
	if err != nil {
		return err
	}
	documented := map[string]bool{}
	for _, s := range sources {
		if !s.Test {
			documented[s.Dir()] = documented[s.Dir()] || hasText(s.AST.Doc)
		}
	}
	var dirs []string
	for dir, ok := range documented {
		if !ok {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	for _, dir := range dirs {
		name := path.Join(dir, "doc.go")
		r.refusals.add(m.Dir, name, "$EDITOR "+name, "no file of the package has a package comment")
	}
	return nil
}

func hasText(doc *ast.CommentGroup) bool { return doc != nil && strings.TrimSpace(doc.Text()) != "" }

// test runs the module's tests with what its users get: no workspace, and siblings
// from the proxy.
func (r *release) test(m *module) {
	start := time.Now()
	for _, args := range [][]string{{"vet", "./..."}, {"test", "./..."}} {
		if out, ok := r.userGo(m, "-mod=readonly", args...); !ok {
			r.refusals.add(m.Dir, failing(m.Dir, out), "go "+args[0]+" ./"+m.Dir+"/...",
				"go %s fails with the versions of siblings that users get:\n%s", args[0], out)
			fmt.Fprintf(r.out, "%s: go %s fails\n", m.Dir, args[0])
			return
		}
	}
	fmt.Fprintf(r.out, "%s: the tests pass, %.1f s\n", m.Dir, time.Since(start).Seconds())
}

// meets reports whether a module requires one that is released.
func (r *release) meets(m *repository.Module) bool {
	return slices.ContainsFunc(m.File.Require, func(need *modfile.Require) bool {
		other := r.sibling(need.Mod.Path)
		return other != nil && other.next != ""
	})
}

// testTogether tests a module that is not released with those that are: its users get
// both as soon as they upgrade one. One that nobody gets has to compile.
func (r *release) testTogether(m *repository.Module, published bool) {
	start, verbs := time.Now(), []string{"vet"}
	if published {
		verbs = append(verbs, "test")
	}
	for _, verb := range verbs {
		cmd := exec.Command("go", verb, "./...")
		cmd.Dir = r.workspace.Join(m.Dir)
		cmd.Env = append(os.Environ(), "GOWORK=", "GOFLAGS=-buildvcs=false")
		if out, err := cmd.CombinedOutput(); err != nil {
			said := strings.TrimSpace(string(out)) + "\n" + err.Error()
			r.refusals.add(m.Dir, failing(m.Dir, said), "go "+verb+" ./"+m.Dir+"/...", "it is not released, and go %s fails with what is:\n%s", verb, said)
			fmt.Fprintf(r.out, "%s: go %s fails with what is released\n", m.Dir, verb)
			return
		}
	}
	if published {
		fmt.Fprintf(r.out, "%s: the tests pass with what is released, %.1f s\n", m.Dir, time.Since(start).Seconds())
	}
}

// failing returns the first file that the go command complains of, or dir.
func failing(dir, out string) string {
	for line := range strings.Lines(out) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "vet: ")
		if name, _, ok := strings.Cut(line, ".go:"); ok && !strings.Contains(name, " ") {
			return path.Join(dir, filepath.ToSlash(name)+".go")
		}
	}
	return dir
}
