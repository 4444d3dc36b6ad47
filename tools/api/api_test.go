package api

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var update = flag.Bool("update", false, "write the files in api anew")

func TestAPIIsTheReviewedOne(t *testing.T) {
	w := repositorytest.Open(t)
	packages, err := load(w)
	if err != nil {
		t.Fatal(err)
	}
	snapshots := map[string]bool{}
	for _, m := range modules(w) {
		file := strings.ReplaceAll(m.Dir, "/", "-") + ".txt"
		snapshots[file] = true
		t.Run(m.Dir, func(t *testing.T) {
			var got []string
			for _, p := range packages[m.Path()] {
				got = append(got, describe(p)...)
			}
			if len(got) == 0 {
				t.Fatal("exports nothing, which cannot be right")
			}
			compare(t, w.Join("api", file), got)
		})
	}
	entries, err := os.ReadDir(w.Join("api"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !snapshots[e.Name()] {
			t.Errorf("api/%s is for no published module; remove it", e.Name())
		}
	}
}

// compare holds the declarations to the file name, and names each that differs.
func compare(t *testing.T, name string, got []string) {
	t.Helper()
	text := strings.Join(got, "\n") + "\n"
	data, err := os.ReadFile(name)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		t.Fatal(err)
	case string(data) == text:
		return
	case *update:
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
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
	t.Errorf("%s is not what the module exports; if that is meant, run go test ./tools/api -update, and commit api/", name)
}
