package filesink_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func TestRetractTakesOneEventBack(t *testing.T) {
	for _, which := range []string{"first", "second", "last"} {
		t.Run(which, func(t *testing.T) {
			path := tempFile(t)
			sink := filesink.New(path, nil)
			defer sink.Close()
			events := map[string]telemetry.Event{}
			for _, name := range []string{"first", "second", "last"} {
				e := recorded(t, "event."+name)
				events[name] = e
				check(t, sink.Emit(context.Background(), e))
			}
			for range 2 { // the second one finds nothing
				check(t, sink.Retract(context.Background(), events[which].ID))
			}
			check(t, sink.Emit(context.Background(), recorded(t, "event.after")))
			data, err := os.ReadFile(path)
			check(t, err)
			if id, _ := events[which].ID.MarshalText(); bytes.Contains(data, id) || bytes.Contains(data, []byte("event."+which)) {
				t.Error("the event is still there")
			}
			for _, name := range []string{"first", "second", "last", "after"} {
				if name != which && !bytes.Contains(data, []byte("event."+name)) {
					t.Errorf("event.%s is gone as well", name)
				}
			}
		})
	}
}

// An event that names another one's ID is not that event.
func TestRetractSparesAnEventThatMentionsTheID(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, nil)
	defer sink.Close()
	e := recorded(t, "event.retracted")
	id, err := e.ID.MarshalText()
	check(t, err)
	other := telemetry.Event{Name: "event.other", Attrs: telemetry.Attrs{{Key: "about", Value: string(id)}}}
	check(t, sink.Emit(context.Background(), e))
	line, err := other.AppendJSON(nil) // not by Emit, which would redact the ID
	check(t, err)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	check(t, err)
	_, err = f.Write(append(line, '\n'))
	check(t, err)
	check(t, f.Close())
	check(t, sink.Retract(context.Background(), e.ID))
	data, err := os.ReadFile(path)
	check(t, err)
	if bytes.Contains(data, []byte("event.retracted")) || !bytes.Contains(data, []byte("event.other")) {
		t.Errorf("the file holds %s", data)
	}
}

// The first copy is part of a line that does not parse.
func TestRetractTakesTheCopyBehindATornLineToo(t *testing.T) {
	path := tempFile(t)
	e := recorded(t, "event.retracted")
	line, err := e.AppendJSON(nil)
	check(t, err)
	check(t, os.WriteFile(path, []byte(`{"name":"torn`+string(line)+"\n"+string(line)+"\n"), 0o600))
	sink := filesink.New(path, nil)
	defer sink.Close()
	check(t, sink.Retract(context.Background(), e.ID))
	if data, err := os.ReadFile(path); err != nil || strings.TrimSpace(string(data)) != "" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}

func TestRetractFindsARotatedEventAndLosesNoOther(t *testing.T) {
	path := tempFile(t)
	sink := filesink.New(path, &filesink.Options{MaxBytes: 64 << 10, Keep: 50})
	defer sink.Close()
	retracted := recorded(t, "event.retracted")
	check(t, sink.Emit(context.Background(), retracted))
	const writers, each = 4, 400
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			own := filesink.New(path, &filesink.Options{MaxBytes: 64 << 10, Keep: 50})
			defer own.Close()
			for i := range each {
				if err := own.Emit(context.Background(), telemetry.Event{Name: fmt.Sprintf("event.%d.%d", w, i)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	check(t, sink.Retract(context.Background(), retracted.ID))
	wg.Wait()
	check(t, sink.Retract(context.Background(), retracted.ID))
	var all []byte
	for _, name := range rotated(t, path) {
		data, err := os.ReadFile(name)
		check(t, err)
		all = append(all, data...)
	}
	if bytes.Contains(all, []byte("event.retracted")) {
		t.Error("the event is still there")
	}
	if got := bytes.Count(all, []byte(`{"name":"event.`)); got != writers*each {
		t.Errorf("%d events are there, want %d", got, writers*each)
	}
}

func TestRetractWhereNothingIs(t *testing.T) {
	dir := t.TempDir()
	sink := filesink.New(filepath.Join(dir, "missing", "events.jsonl"), nil)
	check(t, sink.Retract(context.Background(), recorded(t, "event.x").ID))
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("Retract made %v, %v", entries, err)
	}
	if err := filesink.New(dir, nil).Retract(context.Background(), telemetry.ID{1}); err == nil {
		t.Error("a directory in the file's place is no error")
	}
}
