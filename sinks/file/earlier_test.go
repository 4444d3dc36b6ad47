package filesink_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	filesink "github.com/optin-go/optin/sinks/file"
)

var fixture = flag.String("fixture", "", "write the files of this released `version`, such as v0.1.0, to testdata")

// A tool that is updated goes on with the files that it has: testdata has some of
// each released version, and none of it may be changed. There are two files, the
// one in use with the line of a process that was killed in the middle of it.
func TestFilesOfEarlierVersions(t *testing.T) {
	const torn = `{"name":"torn","tool":"my`
	if *fixture != "" {
		writeFixture(t, filepath.Join("testdata", *fixture), torn)
	}
	dirs, err := filepath.Glob("testdata/v*.*.*")
	check(t, err)
	if len(dirs) == 0 {
		t.Fatal("testdata has no files of released versions")
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			path := tempFile(t)
			before, older := content(t, filepath.Join(dir, "events.jsonl")), content(t, filepath.Join(dir, "events.jsonl.1"))
			write(t, path, before)
			write(t, path+".1", older)
			sink := filesink.New(path, &filesink.Options{MaxBytes: int64(len(before)) + 1024, Keep: 2})
			defer sink.Close()
			emit(t, sink, "new")
			now := content(t, path)
			rest, ok := strings.CutPrefix(now, before+"\n")
			if !ok || !strings.HasSuffix(before, torn) {
				t.Fatalf("the torn line is not left as it was, on a line of its own: %q", now)
			}
			write(t, path+".whole", strings.TrimSuffix(before, torn)+rest)
			if got := names(readEvents(t, path+".whole")); got != "one two new" {
				t.Errorf("the file has the events %q, want one two new", got)
			}
			if got := names(readEvents(t, path+".1")); got != "older" {
				t.Errorf("the rotated file has the events %q, want older", got)
			}
			check(t, os.Remove(path+".whole"))
			for content(t, path+".1") == older {
				emit(t, sink, "more")
			}
			if got := content(t, path+".2"); got != older {
				t.Errorf("the next rotation makes path.2 hold %q, want what path.1 held", got)
			}
			if got := content(t, path+".1"); !strings.HasPrefix(got, before) {
				t.Errorf("the next rotation makes path.1 hold %q, want what path held", got)
			}
		})
	}
}

// writeFixture writes what this version leaves behind.
func writeFixture(t *testing.T, dir, torn string) {
	t.Helper()
	check(t, os.MkdirAll(dir, 0o755))
	path := filepath.Join(dir, "events.jsonl")
	sink := filesink.New(path, nil)
	defer sink.Close()
	for _, e := range []string{"older", "one", "two"} {
		check(t, sink.Emit(t.Context(), recorded(t, e)))
		if e == "older" {
			check(t, sink.Close())
			check(t, os.Rename(path, path+".1"))
			sink = filesink.New(path, nil)
		}
	}
	check(t, sink.Close())
	write(t, path, content(t, path)+torn)
}
