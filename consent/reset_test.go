package consent_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

func TestResetIsIdempotent(t *testing.T) {
	for name, text := range map[string]string{
		"enabled": enabledText, "corrupt": "\x00", "newer": "version = 2\n", "empty": "", "huge": strings.Repeat("x", 1<<20),
	} {
		path := filepath.Join(t.TempDir(), "consent.toml")
		writeFile(t, path, text)
		for range 3 {
			if err := consent.Reset(path); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := os.Lstat(path); !os.IsNotExist(err) {
				t.Errorf("%s: the file is still there, or %v", name, err)
			}
		}
	}
	if err := consent.Reset(filepath.Join(t.TempDir(), "no", "such", "directory", "consent.toml")); err != nil {
		t.Error(err)
	}
}

func TestResetDoesNotRemoveDirectories(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	wantKind(t, consent.Reset(path), telemetry.ErrIO)
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		t.Errorf("the directory is gone: %v", err)
	}
}

func TestResetMakesNothing(t *testing.T) {
	dir := t.TempDir()
	before := tree(t, dir)
	if err := consent.Reset(filepath.Join(dir, "mytool", "consent.toml")); err != nil {
		t.Error(err)
	}
	if after := tree(t, dir); after != before {
		t.Errorf("Reset of nothing made\n%s\nof\n%s", after, before)
	}
}
