package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/atomicfile"
)

func TestReplaceReplacesAsAWhole(t *testing.T) {
	for name, o := range map[string]atomicfile.Options{"durable": {}, "unsynced": {Unsynced: true}, "with a name": {Temp: "file.tmp"}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			for _, text := range []string{"first", "the second", ""} {
				if err := atomicfile.Replace(path, []byte(text), o); err != nil {
					t.Fatal(err)
				}
				if data, err := os.ReadFile(path); err != nil || string(data) != text {
					t.Errorf("the file holds %q, %v; want %q", data, err, text)
				}
			}
			wantNames(t, filepath.Dir(path), "file")
		})
	}
}

func TestWhatIsNotAcceptedLeavesTheOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := atomicfile.Replace(path, []byte("old"), atomicfile.Options{}); err != nil {
		t.Fatal(err)
	}
	refusal := errors.New("no")
	err := atomicfile.Replace(path, []byte("new"), atomicfile.Options{Accept: func(fs.FileInfo) error { return refusal }})
	if !errors.Is(err, refusal) || errors.Is(err, atomicfile.ErrNotSynced) {
		t.Errorf("Replace returns %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "old" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	wantNames(t, filepath.Dir(path), "file")
}

func TestReplaceDoesNotWriteThroughWhatIsPlanted(t *testing.T) {
	dir := t.TempDir()
	path, victim := filepath.Join(dir, "file"), filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("victim"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, path); err != nil {
		t.Skip("no symbolic links: ", err)
	}
	if err := os.Symlink(victim, filepath.Join(dir, "file.tmp")); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Replace(path, []byte("new"), atomicfile.Options{Temp: "file.tmp"}); err == nil {
		t.Error("a link in the temporary file's place is no error")
	}
	if err := atomicfile.Replace(path, []byte("new"), atomicfile.Options{}); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(victim); err != nil || string(data) != "victim" {
		t.Errorf("the link's target holds %q, %v", data, err)
	}
}

func TestSweepTakesOldTemporaryFilesAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	now := time.Now()
	for name, age := range map[string]time.Duration{
		".file.0123456789abcdef.tmp":  2 * time.Hour,
		".file.0123456789abcde0.tmp":  -2 * time.Hour,
		".file.00000000000000ff.tmp":  time.Minute,
		".file.notes.tmp":             2 * time.Hour,
		".other.0123456789abcdef.tmp": 2 * time.Hour,
		"file":                        2 * time.Hour,
	} {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(at, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	atomicfile.Sweep(path)
	wantNames(t, dir, ".file.00000000000000ff.tmp", ".file.notes.tmp", ".other.0123456789abcdef.tmp", "file")
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if len(got) != len(want) {
		t.Fatalf("the directory holds %q, want %q", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("the directory holds %q, want %q", got, want)
		}
	}
}
