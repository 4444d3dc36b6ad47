//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows

package filesink_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/optin-go/optin/internal/wholetest"
	filesink "github.com/optin-go/optin/sinks/file"
)

func TestRotation(t *testing.T) {
	const events = 200
	for _, tt := range []struct {
		name     string
		options  filesink.Options
		files    int
		complete bool // no event has gone
	}{
		{"two are kept by default", filesink.Options{MaxBytes: 4 << 10}, 3, false},
		{"one is kept", filesink.Options{MaxBytes: 4 << 10, Keep: 1}, 2, false},
		{"none is kept", filesink.Options{MaxBytes: 4 << 10, Keep: -1}, 1, false},
		{"more are kept than needed", filesink.Options{MaxBytes: 8 << 10, Keep: 50}, 10, true},
		{"default size", filesink.Options{}, 1, true},
		{"no limit", filesink.Options{MaxBytes: -1}, 1, true},
		{"a line is longer than the limit", filesink.Options{MaxBytes: 1, Keep: 3}, 4, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := tempFile(t)
			sink := filesink.New(path, &tt.options)
			defer sink.Close()
			stock := mustStock(t, 1)
			for i := range events {
				if err := sink.Emit(t.Context(), stock.event("p", i, 0)); err != nil {
					t.Fatal(err)
				}
			}
			files := rotated(t, path)
			if len(files) != tt.files {
				t.Errorf("there are %d files, want %d", len(files), tt.files)
			}
			got := stock.read(t, files...)
			got.wantOrdered(t)
			if len(got.bad)+got.empty > 0 {
				t.Errorf("there are %d lines that are no events", len(got.bad)+got.empty)
			}
			// What is left are the latest events, without a gap.
			first := events - len(got.names)
			for i, name := range got.names {
				if _, number := numberOf(t, name); number != first+i {
					t.Fatalf("line %d is event %d, want %d", i, number, first+i)
				}
			}
			if tt.complete != (first == 0) {
				t.Errorf("the first event that is left is %d", first)
			}
			for _, file := range files {
				if size := sizeOf(t, file); tt.options.MaxBytes > 1 && size > tt.options.MaxBytes {
					t.Errorf("%s has %d bytes, want at most %d", file, size, tt.options.MaxBytes)
				}
			}
		})
	}
}

func TestRotationOfAFileThatIsFullAlready(t *testing.T) {
	path := tempFile(t)
	write(t, path, strings.Repeat("x", 5000)+"\n")
	sink := filesink.New(path, &filesink.Options{MaxBytes: 4 << 10})
	defer sink.Close()
	emit(t, sink, "one")
	if got := names(readEvents(t, path)); got != "one" {
		t.Errorf("the file holds the events %q, want %q", got, "one")
	}
	if size := sizeOf(t, path+".1"); size != 5001 {
		t.Errorf("the older file has %d bytes, want 5001", size)
	}
}

func TestRotationAfterKeepWasLowered(t *testing.T) {
	path := tempFile(t)
	write(t, path, strings.Repeat("x", 5000)+"\n")
	for n := 1; n <= 5; n++ {
		write(t, path+"."+strconv.Itoa(n), "old\n")
	}
	sink := filesink.New(path, &filesink.Options{MaxBytes: 4 << 10, Keep: 1})
	defer sink.Close()
	emit(t, sink, "one")
	if files := rotated(t, path); len(files) != 2 {
		t.Errorf("these files are left: %q", files)
	}
	if size := sizeOf(t, path+".1"); size != 5001 {
		t.Errorf("the older file has %d bytes, want 5001", size)
	}
}

// A process that is killed between two renames leaves a number out.
func TestRotationFillsAGap(t *testing.T) {
	path := tempFile(t)
	write(t, path, strings.Repeat("x", 5000)+"\n")
	write(t, path+".2", "two\n")
	write(t, path+".3", "three\n")
	sink := filesink.New(path, &filesink.Options{MaxBytes: 4 << 10, Keep: 3})
	defer sink.Close()
	emit(t, sink, "one")
	if got := content(t, path+".2") + content(t, path+".3"); got != "two\nthree\n" {
		t.Errorf("the older files hold %q", got)
	}
	if size := sizeOf(t, path+".1"); size != 5001 {
		t.Errorf("the youngest older file has %d bytes, want 5001", size)
	}
}

func TestRotationThatCannotBe(t *testing.T) {
	path := tempFile(t)
	full := strings.Repeat("x", 5000) + "\n"
	write(t, path, full)
	if err := os.MkdirAll(path+".1/taken", 0o700); err != nil {
		t.Fatal(err)
	}
	sink := filesink.New(path, &filesink.Options{MaxBytes: 4 << 10, Keep: 1})
	defer sink.Close()
	for range 2 {
		emitFails(t, sink)
	}
	if got := content(t, path); got != full {
		t.Errorf("the full file has grown to %d bytes", len(got))
	}
	if err := os.RemoveAll(path + ".1"); err != nil {
		t.Fatal(err)
	}
	emit(t, sink, "one")
	if got := names(readEvents(t, path)); got != "one" {
		t.Errorf("the file holds the events %q, want %q", got, "one")
	}
}

func TestRotationByManyProcessesLosesNothing(t *testing.T) {
	const processes = 8
	each := wholetest.Of(100, 500)
	for _, tt := range []struct {
		name    string
		options filesink.Options
	}{
		{"everything is kept", filesink.Options{MaxBytes: 8 << 10, Keep: 100_000}},
		{"two files are kept", filesink.Options{MaxBytes: 8 << 10, Keep: 2}},
		{"no file is kept", filesink.Options{MaxBytes: 8 << 10, Keep: -1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := tempFile(t)
			writers, want := manyWriters(processes, writer{path: path, each: each, options: tt.options})
			writeTogether(t, writers)
			files := rotated(t, path)
			got := mustStock(t, 1).read(t, files...)
			got.wantOrdered(t)
			if tt.options.Keep > processes*each {
				got.wantAll(t, want)
			}
			if len(files) > max(tt.options.Keep, 0)+1 {
				t.Errorf("there are %d files, want at most %d", len(files), tt.options.Keep+1)
			}
			// A line of each process more. The rest is for a machine that does not run
			// the rotating process for longer than the others wait for it.
			const bound, sometimes = 8<<10 + 2*processes*512, 20
			var longer []int64
			for _, file := range files {
				if size := sizeOf(t, file); size > bound {
					longer = append(longer, size)
				}
			}
			if len(longer) > len(files)/sometimes {
				t.Errorf("%d of %d files are longer than %d bytes: %d", len(longer), len(files), bound, longer)
			}
			wantNoGaps(t, got, each)
		})
	}
}

// wantNoGaps fails the test unless what is left of each writer are its latest
// events, without a gap: only with the oldest file may events go.
func wantNoGaps(t *testing.T, got found, each int) {
	t.Helper()
	left := map[string]int{}
	lowest := map[string]int{}
	for _, name := range got.names {
		writer, number := numberOf(t, name)
		if before, ok := lowest[writer]; !ok || number < before {
			lowest[writer] = number
		}
		left[writer]++
	}
	if len(left) == 0 {
		t.Error("no event is left")
	}
	for writer, n := range left {
		if n != each-lowest[writer] {
			t.Errorf("of writer %s %d events are left, the oldest of them is %d of %d", writer, n, lowest[writer], each)
		}
	}
}

// A process that does not know yet that its file was rotated, and then dropped,
// must not acknowledge an event that nobody can read.
func TestEventOfAStaleWriterIsNotLost(t *testing.T) {
	for _, keep := range []int{2, -1} {
		t.Run(fmt.Sprintf("keep %d", keep), func(t *testing.T) {
			path := tempFile(t)
			options := &filesink.Options{MaxBytes: 4 << 10, Keep: keep}
			stock := mustStock(t, 1)
			// In a bubble no time passes: the stale writer does not look at the path.
			synctest.Test(t, func(t *testing.T) {
				stale, busy := filesink.New(path, options), filesink.New(path, options)
				defer stale.Close()
				defer busy.Close()
				check(t, stale.Emit(t.Context(), stock.event("stale", 0, 0)))
				for i := range 100 {
					check(t, busy.Emit(t.Context(), stock.event("busy", i, 0)))
				}
				check(t, stale.Emit(t.Context(), stock.event("stale", 1, 0)))
			})
			got := stock.read(t, rotated(t, path)...)
			if !slices.Contains(got.names, "stale/1/0") {
				t.Errorf("the event of the stale writer is lost; these are left: %q", got.names)
			}
			if len(got.bad)+got.empty > 0 {
				t.Errorf("there are %d lines that are no events", len(got.bad)+got.empty)
			}
		})
	}
}

// Every file that is dropped must have been full, or else a stale writer would
// not look whether it was dropped.
func TestRotationLeavesATruncatedFile(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, &filesink.Options{MaxBytes: 4 << 10})
	defer sink.Close()
	check(t, sink.Emit(t.Context(), mustStock(t, 5).event("p", 0, 4)))
	check(t, os.Truncate(path, 0))
	emit(t, sink, "one")
	if files := rotated(t, path); len(files) != 1 {
		t.Errorf("there are the files %q, want one", files)
	}
	if got := names(readEvents(t, path)); got != "one" {
		t.Errorf("the file holds the events %q, want %q", got, "one")
	}
}
