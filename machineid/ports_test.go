package machineid

import (
	"go/build"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ports returns every GOOS/GOARCH that the Go toolchain knows.
func ports(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "tool", "dist", "list").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

// Without a file of sources a port does not compile, and with two neither.
func TestEveryPortHasOneFileOfSources(t *testing.T) {
	want := map[string]string{
		"darwin":  "source_darwin.go",
		"freebsd": "source_freebsd.go",
		"linux":   "source_linux.go",
		"windows": "source_windows.go",
	}
	files, err := filepath.Glob("source_*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	for _, port := range ports(t) {
		ctx := build.Default
		ctx.GOOS, ctx.GOARCH, _ = strings.Cut(port, "/")
		var got []string
		for _, name := range files {
			match, err := ctx.MatchFile(".", name)
			if err != nil {
				t.Fatal(err)
			}
			if match {
				got = append(got, name)
			}
		}
		file, ok := want[ctx.GOOS]
		if !ok {
			file = "source_none.go"
		}
		if !slices.Equal(got, []string{file}) {
			t.Errorf("%s: %q, want %s alone", port, got, file)
		}
	}
}
