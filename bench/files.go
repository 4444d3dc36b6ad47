package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func bytesGroup(name, text, what string) group {
	return group{name: name, about: "record one event " + what + ", up to its bytes", open: func(string) ([]contender, error) {
		var all []contender
		for _, w := range lineWriters() {
			workers, err := w.open("", text)
			if err != nil {
				return nil, err
			}
			all = append(all, contender{w.name, workers(), nil})
		}
		return all, nil
	}}
}

// fileWriters are those who write to files; the floor writes a line that is ready-made.
func fileWriters() []lineWriter {
	all := []lineWriter{{"a raw write", rawWrites}, {"a raw write and lseek", rawWritesAndSeeks}}
	for _, w := range lineWriters() {
		switch w.name {
		case "by hand", "encoding/json", "zerolog, fields of each call":
		default:
			all = append(all, w)
		}
	}
	return append(all, lineWriter{"slog with lumberjack", lumberjackLines})
}

func rawWrites(path, text string) (func() worker, error) {
	w, err := target(path)
	if err != nil {
		return nil, err
	}
	line, err := readyMade(text)
	return each(func() error { _, err := w.Write(line); return err }), err
}

// rawWritesAndSeeks asks after each write where it ended, as filesink does: less than
// these two system calls no writer takes that loses no line to a torn one.
func rawWritesAndSeeks(path, text string) (func() worker, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	line, err := readyMade(text)
	return each(func() error {
		if _, err := f.Write(line); err != nil {
			return err
		}
		_, err := f.Seek(0, io.SeekCurrent)
		return err
	}), err
}

func readyMade(text string) (line []byte, err error) {
	rec, err := newRecorder(telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
		line, err = e.AppendJSON(nil)
		return err
	}))
	if err != nil {
		return nil, err
	}
	err = record(rec, text)
	return append(line, '\n'), err
}

func fileGroup(name string, goroutines int, text, what string) group {
	return group{name: name, least: 64 * goroutines, about: fmt.Sprintf("record one event %s, to a file, from %d goroutines", what, goroutines), open: func(dir string) ([]contender, error) {
		var all []contender
		for i, w := range fileWriters() {
			workers, err := w.open(filepath.Join(dir, fmt.Sprint(i)), text)
			if err != nil {
				return nil, err
			}
			all = append(all, contender{w.name, parallel(goroutines, workers), nil})
		}
		return all, nil
	}}
}

// parallel shares n calls among workers in goroutines of their own.
func parallel(goroutines int, workers func() worker) func(int) error {
	all := make([]worker, goroutines)
	for i := range all {
		all[i] = workers()
	}
	if goroutines == 1 {
		return all[0]
	}
	return func(n int) error {
		var wg sync.WaitGroup
		errs := make([]error, goroutines)
		for i := range all {
			share := n / goroutines
			if i < n%goroutines {
				share++
			}
			wg.Go(func() { errs[i] = all[i](share) })
		}
		wg.Wait()
		return errors.Join(errs...)
	}
}

// processesGroup has one file for several processes, each of which is this program
// again, in the role of a writer. Only those stand in it that may share a file: the
// others lose or mix lines when they rotate.
func processesGroup(name string, processes int) group {
	return group{name: name, least: 64 * processes, about: fmt.Sprintf("record one event to one file, from %d processes", processes), open: func(dir string) ([]contender, error) {
		var all []contender
		for i, w := range fileWriters() {
			if w.name == "slog with lumberjack" {
				continue
			}
			c, err := startChildren(processes, role{Writer: w.name, Path: filepath.Join(dir, fmt.Sprint(i))})
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
		return all, nil
	}}
}

// syncGroup writes events that are on the disk when the call returns.
var syncGroup = group{name: "fsync", about: "record one event that survives a power cut", open: func(dir string) ([]contender, error) {
	line, err := readyMade("")
	if err != nil {
		return nil, err
	}
	raw, err := os.OpenFile(filepath.Join(dir, "raw"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	sink := filesink.New(filepath.Join(dir, "optin"), &filesink.Options{Sync: true})
	rec, err := newRecorder(sink)
	return []contender{
		{"a raw write and fsync", each(func() error {
			if _, err := raw.Write(line); err != nil {
				return err
			}
			return raw.Sync()
		})(), func() { _ = raw.Close() }},
		{"optin", each(func() error { return record(rec, "") })(), func() { _ = sink.Close() }},
	}, err
}}

// sameLine returns what a lineWriter writes, without what differs from call to call.
func sameLine(w lineWriter, path, text string) (map[string]any, error) {
	workers, err := w.open(path, text)
	if err != nil {
		return nil, err
	}
	if err := workers()(1); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var line map[string]any
	if err := json.Unmarshal(data, &line); err != nil {
		return nil, err
	}
	id, _ := line["id"].(string)
	if at, _ := line["timestamp_utc"].(string); len(id) == 32 {
		if _, err := time.Parse(time.RFC3339Nano, at); err == nil {
			delete(line, "timestamp_utc")
		}
		delete(line, "id")
	}
	return line, nil
}
