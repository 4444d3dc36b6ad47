package filesink_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/optin-go/optin/internal/ownfile"
	filesink "github.com/optin-go/optin/sinks/file"
)

func TestFileMovedFromUnderTheSinkIsNoticed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		meddle func(path string) error
		want   string // events in the file at the path at last
	}{
		{"nothing", func(string) error { return nil }, "one two three"},
		{"deleted", os.Remove, "two three"},
		{"directory deleted", func(path string) error { return os.RemoveAll(filepath.Dir(path)) }, "two three"},
		{"renamed", func(path string) error { return os.Rename(path, path+".moved") }, "two three"},
		{"renamed and made anew", func(path string) error {
			if err := os.Rename(path, path+".moved"); err != nil {
				return err
			}
			return os.WriteFile(path, []byte("{\"name\":\"theirs\"}\n"), 0o600)
		}, "theirs two three"},
		{"replaced", func(path string) error {
			if err := os.WriteFile(path+".new", []byte("{\"name\":\"theirs\"}\n"), 0o600); err != nil {
				return err
			}
			return ownfile.Rename(path+".new", path)
		}, "theirs two three"},
		{"truncated", func(path string) error { return os.Truncate(path, 0) }, "two three"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dir", "events.jsonl")
			synctest.Test(t, func(t *testing.T) {
				sink := filesink.New(path, nil)
				defer sink.Close()
				emit(t, sink, "one")
				// The look at the path of a moment ago must not count for a second
				// from the next event on.
				time.Sleep(999 * time.Millisecond)
				if err := tt.meddle(path); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
				emit(t, sink, "two")
				emit(t, sink, "three")
			})
			if got := names(readEvents(t, path)); got != tt.want {
				t.Errorf("the file at the path holds the events %q, want %q", got, tt.want)
			}
		})
	}
}

// Truncation needs no look at the path: it is noticed by the next line.
func TestTruncatedInTheMiddleOfALine(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	defer sink.Close()
	events := mustStock(t, 1)
	want := map[string]bool{}
	for i := range 3 {
		e := events.event("p", i, 0)
		if i > 0 {
			want[e.Name] = true
		}
		if err := sink.Emit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if err := os.Truncate(path, 17); err != nil {
				t.Fatal(err)
			}
		}
	}
	got := events.read(t, path)
	if len(got.bad) != 1 {
		t.Errorf("%d lines are no events, want 1: %q", len(got.bad), got.bad)
	}
	got.bad = nil
	got.wantAll(t, want)
}

func TestEventsGoOnWhileThePathIsTaken(t *testing.T) {
	path := tempFile(t)
	synctest.Test(t, func(t *testing.T) {
		sink := filesink.New(path, nil)
		defer sink.Close()
		emit(t, sink, "one")
		if err := os.Rename(path, path+".moved"); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		emitFails(t, sink)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		emit(t, sink, "two")
	})
	if got := names(readEvents(t, path)); got != "two" {
		t.Errorf("the file at the path holds the events %q, want %q", got, "two")
	}
}
