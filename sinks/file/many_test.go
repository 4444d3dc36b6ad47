//go:build unix || windows

package filesink_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/optin-go/optin/internal/wholetest"
	filesink "github.com/optin-go/optin/sinks/file"
)

// manyWriters returns n writers to the file at path, each like w.
func manyWriters(n int, w writer) ([]writer, map[string]bool) {
	want := map[string]bool{}
	writers := make([]writer, n)
	for i := range writers {
		writers[i] = w
		writers[i].name = fmt.Sprintf("p%d", i)
		writers[i].names(want)
	}
	return writers, want
}

func TestLinesOfManyProcessesStayWhole(t *testing.T) {
	for _, tt := range []struct {
		name      string
		processes int
		w         writer
	}{
		{"many small events", 8, writer{each: wholetest.Of(300, 2000)}},
		{"goroutines, 200 B to 64 KiB", wholetest.Of(4, 16), writer{goroutines: 64, each: 1, sizes: 6}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := tempFile(t)
			tt.w.path = path
			tt.w.options = filesink.Options{MaxBytes: -1}
			writers, want := manyWriters(tt.processes, tt.w)
			writeTogether(t, writers)
			got := mustStock(t, tt.w.sizes).read(t, path)
			got.wantAll(t, want)
			got.wantOrdered(t)
		})
	}
}

func TestManyGoroutines(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	const goroutines, each = 64, 8
	w := writer{name: "p", goroutines: goroutines, each: each, sizes: 3}
	want := map[string]bool{}
	w.names(want)
	events := mustStock(t, w.sizes)
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for i := range each {
				if err := sink.Emit(t.Context(), events.event(fmt.Sprintf("p.%d", g), i, w.size(g, i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	got := events.read(t, path)
	got.wantAll(t, want)
	got.wantOrdered(t)
}
