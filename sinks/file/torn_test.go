package filesink_test

import (
	"os"
	"strings"
	"testing"

	filesink "github.com/optin-go/optin/sinks/file"
)

func TestTornTailCostsNoEvent(t *testing.T) {
	for _, tt := range []struct {
		name, before string
	}{
		{"empty file", ""},
		{"whole line", "{\"name\":\"old\"}\n"},
		{"torn line", "{\"name\":\"old\"}\n{\"name\":\"to"},
		{"torn at a page border", strings.Repeat("x", 4096)},
		{"only the line break is missing", "{\"name\":\"old\"}"},
		{"zeros of a file system that lost power", "{\"name\":\"old\"}\n" + strings.Repeat("\x00", 100)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := tempFile(t)
			write(t, path, tt.before)
			sink := filesink.New(path, nil)
			defer sink.Close()
			events := mustStock(t, 1)
			e := events.event("p", 0, 0)
			if err := sink.Emit(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			line, err := e.AppendJSON(nil)
			if err != nil {
				t.Fatal(err)
			}
			want := tt.before
			if want != "" && !strings.HasSuffix(want, "\n") {
				want += "\n"
			}
			want += string(line) + "\n"
			if got := content(t, path); got != want {
				t.Errorf("the file holds %q, want %q", got, want)
			}
		})
	}
}

// A process that is killed while others have the file open leaves its piece
// between two of their lines, where no look before the write would find it.
func TestTornLineOfAnotherWriterCostsNoEvent(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	defer sink.Close()
	events := mustStock(t, 1)
	want := map[string]bool{}
	const rounds = 5
	for i := range rounds {
		e := events.event("p", i, 0)
		want[e.Name] = true
		if err := sink.Emit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		appendTo(t, path, `{"name":"torn`)
	}
	sinkOf := filesink.New(path, nil)
	defer sinkOf.Close()
	last := events.event("q", 0, 0)
	want[last.Name] = true
	if err := sinkOf.Emit(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	got := events.read(t, path)
	if len(got.bad) != rounds {
		t.Errorf("%d lines are no events, want the %d torn ones: %q", len(got.bad), rounds, got.bad)
	}
	got.bad = nil
	got.wantAll(t, want)
	got.wantOrdered(t)
}

func appendTo(t testing.TB, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}
