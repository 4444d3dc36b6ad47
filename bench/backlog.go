package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// backlogWork is what is done with a queue in which many events wait, in this order,
// by a process each.
var backlogWork = []struct {
	name string
	do   func(dir, url string) error
}{
	{"first record", func(dir, _ string) error {
		queue, _, err := fill(dir, 1, nobody{})
		return errors.Join(err, queue.Close())
	}},
	{"Waiting", func(dir, _ string) error {
		_, err := spoolsink.New(dir, nobody{}, nil).Waiting()
		return err
	}},
	{"Stats", func(dir, _ string) error {
		_, err := spoolsink.New(dir, nobody{}, nil).Stats()
		return err
	}},
	{"one batch", func(dir, url string) error {
		to, err := httpsink.New(httpsink.Config{Endpoint: url})
		if err != nil {
			return err
		}
		return oneRequest(dir, to).Flush(context.Background())
	}},
	{"all", func(dir, url string) error {
		to, err := httpsink.New(httpsink.Config{Endpoint: url})
		if err != nil {
			return err
		}
		return spoolsink.New(dir, to, &spoolsink.Options{MaxBytes: -1}).Flush(context.Background())
	}},
}

// printBacklog compares what a process takes, and holds in memory, for queues of
// different lengths.
func printBacklog(w io.Writer, how effort) ([]row, error) {
	lengths := []int{1_000, 10_000, 100_000, 1_000_000}
	if how.smoke {
		lengths = lengths[:2]
	}
	fmt.Fprint(w, "\nbacklog: ms, and the peak of the heap in MB, of a process that finds a queue of so many events\n\n| events | MB on disk |")
	for _, work := range backlogWork {
		fmt.Fprintf(w, " %s |", work.name)
	}
	fmt.Fprint(w, "\n|---|---|---|---|---|---|---|\n")
	for _, n := range lengths {
		size, done, err := measureBacklog(n)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(w, "| %d | %.0f |", n, float64(size)/1e6)
		for _, d := range done {
			fmt.Fprintf(w, " %.1f, %.1f MB |", d.Seconds*1e3, float64(d.PeakHeap)/1e6)
		}
		fmt.Fprintln(w)
	}
	return nil, nil
}

// measureBacklog returns the size of a queue of n events, and what each of the
// processes took.
func measureBacklog(n int) (size int64, done []delivery, err error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return 0, nil, err
	}
	defer os.RemoveAll(dir)
	queue, _, err := fill(dir, n, nobody{})
	if err := errors.Join(err, queue.Close()); err != nil {
		return 0, nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		return 0, nil, err
	}
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return 0, nil, err
		}
		size += info.Size()
	}
	r := newReceiver(http.StatusOK)
	defer r.Close()
	for _, work := range backlogWork {
		d, err := runApart(role{Backlog: work.name, Path: dir, URL: r.URL})
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", work.name, err)
		}
		done = append(done, d)
	}
	if got := r.events.Load(); got != int64(n)+1 {
		return 0, nil, fmt.Errorf("%d of %d events arrived", got, n+1)
	}
	return size, done, nil
}

// playBacklog does such work in a process of its own.
func playBacklog(r role) error {
	for _, work := range backlogWork {
		if work.name == r.Backlog {
			return timed(func() error { return work.do(r.Path, r.URL) })
		}
	}
	return errors.New("there is no work " + r.Backlog)
}

// timed prints what f takes, for the process that started this one.
func timed(f func() error) error {
	done, peak := make(chan struct{}), make(chan uint64)
	go func() { peak <- watchHeap(done) }()
	begin := time.Now()
	if err := f(); err != nil {
		return err
	}
	took := time.Since(begin).Seconds()
	close(done)
	return json.NewEncoder(os.Stdout).Encode(delivery{Seconds: took, PeakHeap: <-peak})
}
