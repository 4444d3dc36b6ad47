package filesink_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rotated returns the file at path and the rotated ones beside it, the oldest
// first. A number may be missing, where a process was killed while it rotated.
func rotated(t testing.TB, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	check(t, err)
	ages := map[string]int{}
	for _, entry := range entries {
		rest, ok := strings.CutPrefix(entry.Name(), filepath.Base(path))
		if !ok {
			continue
		}
		age, err := strconv.Atoi(strings.TrimPrefix(rest, "."))
		if rest != "" && err != nil {
			t.Fatalf("%s is no rotated file", entry.Name())
		}
		ages[filepath.Join(filepath.Dir(path), entry.Name())] = age
	}
	return slices.SortedFunc(maps.Keys(ages), func(a, b string) int { return ages[b] - ages[a] })
}

func sizeOf(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
