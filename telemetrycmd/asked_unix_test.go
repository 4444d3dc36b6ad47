//go:build unix

package telemetrycmd

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAskedFileIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	path := filepath.Join(dir, "asked")
	if err := attempt(t, path, "aaaaaaaaaaaa"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, path: 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}
