package linefile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/optin-go/optin/internal/linefile"
)

func TestAppendTellsWhereTheWriteEnded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	var files [2]*os.File
	for i := range files {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		files[i] = f
	}
	var want int64
	for i, text := range []string{"one\n", "from another descriptor\n", "x", "\n"} {
		end, err := linefile.Append(files[i%2], []byte(text))
		if want += int64(len(text)); err != nil || end != want {
			t.Errorf("Append returns %d, %v; want %d", end, err, want)
		}
	}
	if !linefile.HasBreak(files[0], 3) || linefile.HasBreak(files[0], 2) || linefile.HasBreak(files[0], want) {
		t.Error("HasBreak does not tell where lines end")
	}
}

func TestLinesAreFramed(t *testing.T) {
	var pool linefile.Pool
	l := pool.Get()
	for _, text := range []string{"a longer one", "short"} {
		l.End(append(l.Begin(), text...))
		if got := string(l.Bytes(true)); got != "\n"+text+"\n" {
			t.Errorf("with a leading break: %q", got)
		}
		if got := string(l.Bytes(false)); got != text+"\n" {
			t.Errorf("without: %q", got)
		}
	}
	pool.Put(l)
}
