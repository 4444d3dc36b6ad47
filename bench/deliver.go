package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"time"
)

// delivery is what was done in a process of its own.
type delivery struct {
	Seconds, CPU float64
	PeakHeap     uint64
	arrived      float64 // of all events
	bytes        float64 // of an event on the wire
}

// printDeliver compares how many events are delivered, in which time. Each deliverer is
// a process of its own, so that neither the receiver's work nor another's heap counts.
func printDeliver(w io.Writer, how effort) (rows []row, err error) {
	n, rounds := 100_000, 5
	if how.smoke {
		n, rounds = 2*batch, 1
	}
	all := deliverers()
	runs := make([][]delivery, len(all))
	for range rounds {
		for i, d := range all {
			run, err := deliverApart(d.name, n)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", d.name, err)
			}
			if d.onDisk && run.arrived != 1 {
				return nil, fmt.Errorf("%s: %.2f %% of the events arrived", d.name, 100*run.arrived)
			}
			runs[i] = append(runs[i], run)
		}
	}
	of := func(i int, value func(delivery) float64) float64 {
		var values []float64
		for _, run := range runs[i] {
			values = append(values, value(run))
		}
		return median(values)
	}
	fmt.Fprintf(w, "\ndeliver: %d events recorded and delivered to a receiver on this machine\n\n", n)
	fmt.Fprint(w, "| | ms | × floor | arrived | on disk first | bytes an event | CPU µs an event | peak heap MB |\n|---|---|---|---|---|---|---|---|\n")
	for i, d := range all {
		ratios := make([]float64, rounds)
		for r := range ratios {
			ratios[r] = runs[i][r].Seconds / runs[0][r].Seconds
		}
		rows = append(rows, row{name: d.name, ratio: median(ratios)})
		onDisk := "no"
		if d.onDisk {
			onDisk = "yes"
		}
		fmt.Fprintf(w, "| %s | %.0f | %.2f | %.1f %% | %s | %.0f | %.2f | %.1f |\n", d.name,
			of(i, func(d delivery) float64 { return d.Seconds * 1e3 }), median(ratios), 100*of(i, func(d delivery) float64 { return d.arrived }), onDisk,
			of(i, func(d delivery) float64 { return d.bytes }), of(i, func(d delivery) float64 { return d.CPU / float64(n) * 1e6 }),
			of(i, func(d delivery) float64 { return float64(d.PeakHeap) / (1 << 20) }))
	}
	return rows, nil
}

func deliverApart(name string, n int) (delivery, error) {
	r := newReceiver(http.StatusOK)
	defer r.Close()
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return delivery{}, err
	}
	defer os.RemoveAll(dir)
	d, err := runApart(role{Deliverer: name, URL: r.URL, Path: filepath.Join(dir, "queue"), Events: n})
	d.arrived, d.bytes = float64(r.events.Load())/float64(n), float64(r.bytes.Load())/float64(max(r.events.Load(), 1))
	return d, err
}

// runApart plays a role in a process of its own.
func runApart(r role) (d delivery, err error) {
	text, err := json.Marshal(r)
	if err != nil {
		return d, err
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+string(text))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return d, err
	}
	err = json.Unmarshal(out, &d)
	d.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return d, err
}

// playDeliverer is what such a process does.
func playDeliverer(r role) error {
	i := slices.IndexFunc(deliverers(), func(d deliverer) bool { return d.name == r.Deliverer })
	if i < 0 {
		return fmt.Errorf("there is no deliverer %s", r.Deliverer)
	}
	return timed(func() error { return deliverers()[i].deliver(r.URL, r.Path, r.Events) })
}

// watchHeap returns the most bytes that objects of the heap took until done.
func watchHeap(done <-chan struct{}) (peak uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for {
		metrics.Read(sample)
		peak = max(peak, sample[0].Value.Uint64())
		select {
		case <-done:
			return peak
		case <-time.After(10 * time.Millisecond): // often enough, and not felt in the CPU time
		}
	}
}
