package api

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var update = flag.Bool("update", false, "write the files in api anew")

// file returns the name of a module's snapshot, without its directory.
func file(m *repository.Module) string { return strings.ReplaceAll(m.Dir, "/", "-") + ".txt" }

func TestAPIIsTheReviewedOne(t *testing.T) {
	w := repositorytest.Open(t)
	packages, err := load(w)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modules(w) {
		t.Run(m.Dir, func(t *testing.T) {
			var got []string
			for _, p := range packages[m.Path()] {
				got = append(got, describe(p)...)
			}
			if len(got) == 0 {
				t.Fatal("exports nothing, which cannot be right")
			}
			compare(t, w.Join("api", file(m)), got)
		})
	}
}

// compare holds the declarations to the file name, and names each that differs.
func compare(t *testing.T, name string, got []string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const how = "if it is meant, run go test ./tools/api -update, and commit api/"
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("the module has no snapshot; %s%s", how, filepath.Base(name))
	}
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("is gone:  %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("is new:   %s", line)
		}
	}
	if t.Failed() {
		t.Logf("the API has changed; %s%s", how, filepath.Base(name))
	} else if !slices.Equal(got, want) {
		t.Errorf("the lines are in another order; %s%s", how, filepath.Base(name))
	}
}

func TestNoSnapshotOutlivesItsModule(t *testing.T) {
	w := repositorytest.Open(t)
	entries, err := os.ReadDir(w.Join("api"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.ContainsFunc(modules(w), func(m *repository.Module) bool { return file(m) == e.Name() }) {
			t.Errorf("api/%s is for no published module; remove it", e.Name())
		}
	}
}
