package telemetrycmd

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// attempt counts one attempt, as a run of the tool does.
func attempt(t *testing.T, path, notice string) error {
	t.Helper()
	a, err := openAsked(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	return a.count(notice)
}

func TestAttemptsAreCountedForEachNotice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "mytool", "telemetry", "asked")
	// Two versions of a tool take turns.
	for range maxAttempts {
		for _, notice := range []string{"aaaaaaaaaaaa", "bbbbbbbbbbbb"} {
			if err := attempt(t, path, notice); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, notice := range []string{"aaaaaaaaaaaa", "bbbbbbbbbbbb"} {
		if err := attempt(t, path, notice); !errors.Is(err, errAskedEnough) {
			t.Errorf("the fourth attempt: %v", err)
		}
	}
	if err := attempt(t, path, "cccccccccccc"); err != nil {
		t.Errorf("another notice: %v", err)
	}
	want := strings.Repeat("aaaaaaaaaaaa\nbbbbbbbbbbbb\n", 3) + "cccccccccccc\n"
	if data, err := os.ReadFile(path); err != nil || string(data) != want {
		t.Errorf("the file is %q, %v", data, err)
	}
}

// Whatever a file holds, an attempt that is counted is found again.
func TestAttemptsInADamagedFile(t *testing.T) {
	const notice = "aaaaaaaaaaaa"
	for _, content := range []string{"", "\n", "aaaa", notice[:11] + "\x00", "\x00\xff", "aaaa\r\n", strings.Repeat("x", maxAskedBytes/2)} {
		path := filepath.Join(t.TempDir(), "asked")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		for i := range maxAttempts {
			if err := attempt(t, path, notice); err != nil {
				t.Errorf("attempt %d after %.20q: %v", i+1, content, err)
			}
		}
		if err := attempt(t, path, notice); !errors.Is(err, errAskedEnough) {
			t.Errorf("the fourth attempt after %.20q: %v", content, err)
		}
	}
}

// Whoever asks, asks alone.
func TestAskedIsLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "asked")
	one, err := openAsked(path)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := openAsked(path); err == nil {
		other.close()
		t.Error("two have the file")
	}
	one.close()
	if err := attempt(t, path, "aaaaaaaaaaaa"); err != nil {
		t.Error(err)
	}
}
