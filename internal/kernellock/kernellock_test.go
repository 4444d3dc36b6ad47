package kernellock_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/optin-go/optin/internal/kernellock"
)

func TestTryIsBusyWhileAnotherDescriptorHoldsTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	first, second := create(t, path), create(t, path)
	if !kernellock.Available {
		if err := kernellock.Try(first); !errors.Is(err, kernellock.ErrNone) {
			t.Fatalf("Try returns %v, want ErrNone", err)
		}
		return
	}
	if err := kernellock.Try(first); err != nil {
		t.Fatal(err)
	}
	if err := kernellock.Try(second); !errors.Is(err, kernellock.ErrBusy) {
		t.Errorf("a second Try returns %v, want ErrBusy", err)
	}
	// Locks must not keep others from reading and appending.
	if _, err := second.WriteString("line\n"); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "line\n" {
		t.Errorf("the locked file reads %q, %v", data, err)
	}
	kernellock.Unlock(first)
	if err := kernellock.Try(second); err != nil {
		t.Errorf("Try after Unlock returns %v", err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if err := kernellock.Try(first); err != nil {
		t.Errorf("Try after the holder closed its file returns %v", err)
	}
}

func TestProbeDisturbsNobody(t *testing.T) {
	if !kernellock.Available {
		t.Skip("no such locks on this operating system")
	}
	dir := t.TempDir()
	f := create(t, filepath.Join(dir, "file"))
	if err := kernellock.Try(f); err != nil {
		t.Fatal(err)
	}
	if err := kernellock.Probe(dir); err != nil {
		t.Errorf("Probe returns %v where Try works", err)
	}
	if err := kernellock.Probe(filepath.Join(dir, "missing")); err != nil {
		t.Errorf("Probe returns %v for a directory that is missing", err)
	}
}

func TestErrNoneIsUnsupported(t *testing.T) {
	if !errors.Is(kernellock.ErrNone, errors.ErrUnsupported) {
		t.Error("ErrNone is not errors.ErrUnsupported")
	}
}

func create(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
