package filesink_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func TestSinkKeepsThePromisesOfSink(t *testing.T) {
	sinktest.Run(t, func() (sinktest.Subject, error) {
		path := tempFile(t)
		sink := filesink.New(path, nil)
		return sinktest.Subject{
			Sink:   sink,
			Events: func() ([]telemetry.Event, error) { return readEvents(t, path), nil },
			Raw:    func() ([]byte, error) { return os.ReadFile(path) },
			Close:  sink.Close,
		}, nil
	})
}

func TestFileAppendsJSONLines(t *testing.T) {
	path := tempFile(t)
	var want strings.Builder
	for _, name := range []string{"one", "two", "three"} {
		// A new Sink each time: what another process wrote before stays.
		sink := filesink.New(path, nil)
		e := recorded(t, name, telemetry.String("command", "deploy"))
		if err := sink.Emit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(sink.Flush(t.Context()), sink.Close()); err != nil {
			t.Fatal(err)
		}
		line, err := e.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		want.Write(line)
		want.WriteByte('\n')
	}
	if got := content(t, path); got != want.String() {
		t.Errorf("the file holds\n%s\nwant\n%s", got, want.String())
	}
}

func TestParentDirectoriesAreMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "events.jsonl")
	sink := filesink.New(path, nil)
	defer sink.Close()
	emit(t, sink, "first")
	if got := names(readEvents(t, path)); got != "first" {
		t.Errorf("the file holds the events %q, want %q", got, "first")
	}
}

// planted looks like a credential, and is none.
const planted = "ghp_0123456789abcdefghijABCDEFGHIJ456789"

func TestRedactionLeavesTheRestAlone(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	defer sink.Close()
	e := telemetry.Event{
		Name: "deploy", Args: "deploy staging --token " + planted, ErrMsg: "token bucket exhausted",
		Attrs: telemetry.Attrs{telemetry.String("a", "password="+planted), telemetry.String("b", "line 3")},
	}
	before := e.Clone()
	if err := sink.Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	got := readEvents(t, path)[0]
	if b, _ := got.Attrs.Get("b"); b != "line 3" || got.ErrMsg != e.ErrMsg || !strings.HasPrefix(got.Args, "deploy staging --token ") {
		t.Errorf("redaction changed what is no secret: %+v", got)
	}
	if e.Attrs[0] != before.Attrs[0] {
		t.Error("Emit changed the caller's attributes")
	}
}

func TestNewTouchesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dir")
	for _, path := range []string{filepath.Join(dir, "events.jsonl"), "", "\x00", dir + "/", strings.Repeat("x", 1<<16)} {
		sink := filesink.New(path, nil)
		if err := errors.Join(sink.Flush(t.Context()), sink.Close()); err != nil {
			t.Errorf("a Sink that nothing was emitted to fails for path %.20q: %v", path, err)
		}
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("New made something: %v", err)
	}
}

func TestRelativePathIsMadeAbsoluteOnce(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	t.Chdir(first)
	sink := filesink.New("events.jsonl", nil)
	defer sink.Close()
	t.Chdir(second)
	emit(t, sink, "one")
	if got := names(readEvents(t, filepath.Join(first, "events.jsonl"))); got != "one" {
		t.Errorf("the file holds the events %q, want %q", got, "one")
	}
}

func TestCancelledContextDoesNotLoseTheEvent(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	defer sink.Close()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sink.Emit(cancelled, telemetry.Event{Name: "interrupted"}); err != nil {
		t.Fatal(err)
	}
	if got := names(readEvents(t, path)); got != "interrupted" {
		t.Errorf("the file holds the events %q, want %q", got, "interrupted")
	}
}

func TestEventThatCannotBeEncoded(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	defer sink.Close()
	err := sink.Emit(t.Context(), telemetry.Event{TimestampUTC: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)})
	if !errors.Is(err, telemetry.ErrSerde) {
		t.Errorf("Emit returned %v, want ErrSerde", err)
	}
	emit(t, sink, "next")
	if got := names(readEvents(t, path)); got != "next" {
		t.Errorf("the file holds the events %q, want %q", got, "next")
	}
}

func TestCloseTwiceAndEmitAfterClose(t *testing.T) {
	for _, tt := range []struct {
		name   string
		emits  bool
		closes int
	}{{"unused", false, 2}, {"used", true, 2}} {
		t.Run(tt.name, func(t *testing.T) {
			path := tempFile(t)
			sink := filesink.New(path, nil)
			if tt.emits {
				emit(t, sink, "one")
			}
			for range tt.closes {
				if err := sink.Close(); err != nil {
					t.Errorf("Close returned %v", err)
				}
			}
			if err := emitFails(t, sink); !errors.Is(err, fs.ErrClosed) {
				t.Errorf("Emit after Close returned %v, want fs.ErrClosed", err)
			}
			if err := sink.Flush(t.Context()); err != nil {
				t.Errorf("Flush after Close returned %v", err)
			}
			if _, err := os.Lstat(path); tt.emits == errors.Is(err, fs.ErrNotExist) {
				t.Errorf("after Close: %v", err)
			}
		})
	}
}

func TestNilSink(t *testing.T) {
	var none *filesink.Sink
	emitFails(t, none)
	emitFails(t, new(filesink.Sink))
	if err := errors.Join(none.Flush(t.Context()), none.Close()); err != nil {
		t.Error(err)
	}
}

func TestCloseDuringEmit(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	const goroutines, each = 8, 200
	var (
		group    sync.WaitGroup
		accepted [goroutines]int
		halfway  = make(chan struct{})
		once     sync.Once
	)
	for g := range goroutines {
		group.Go(func() {
			for i := range each {
				if i == each/2 {
					once.Do(func() { close(halfway) })
				}
				err := sink.Emit(context.Background(), telemetry.Event{Name: "e"})
				switch {
				case err == nil:
					accepted[g]++
				case !errors.Is(err, fs.ErrClosed):
					t.Error(err)
				}
			}
		})
	}
	<-halfway
	if err := sink.Close(); err != nil {
		t.Error(err)
	}
	group.Wait()
	sum := 0
	for _, n := range accepted {
		sum += n
	}
	if got := len(readEvents(t, path)); got != sum {
		t.Errorf("%d events are in the file, %d were acknowledged", got, sum)
	}
}
