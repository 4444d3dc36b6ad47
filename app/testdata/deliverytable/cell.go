package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// home is the home directory of a user of the tool.
type home struct {
	dir  string
	tool string
	env  []string
}

// newHome returns a home whose user has granted consent.
func newHome(tool, dir string, env ...string) (*home, error) {
	at, err := os.MkdirTemp(dir, "home")
	if err != nil {
		return nil, err
	}
	h := &home{at, tool, append([]string{"HOME=" + at}, env...)}
	_, err = h.run("telemetry", "enable", "--yes")
	return h, err
}

// run runs the tool, and returns how long it took.
func (h *home) run(args ...string) (time.Duration, error) {
	cmd := exec.Command(h.tool, args...)
	cmd.Env, cmd.Dir = h.env, h.dir
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began)
	if err != nil {
		return 0, fmt.Errorf("mytool %v: %w", args, err)
	}
	return took, nil
}

// marker returns when a sender was last started.
func (h *home) marker() time.Time {
	for _, state := range []string{".local/state", "Library/Application Support"} {
		if info, err := os.Stat(filepath.Join(h.dir, state, "mytool", "telemetry", "sender")); err == nil {
			return info.ModTime()
		}
	}
	return time.Time{}
}

// cell is one cell of the table: a tool, and the same without an Exporter.
type cell struct {
	length       time.Duration
	every        time.Duration
	receiver     *receiver
	with, alone  *home
	recorded     int
	starts       int
	ratios       []float64
	differences  []time.Duration
	lastObserved time.Time
}

func newCell(tool, dir string, length, delay, every time.Duration) (*cell, error) {
	c := &cell{length: length, every: every, receiver: newReceiver(delay)}
	var err error
	if c.alone, err = newHome(tool, dir); err != nil {
		return nil, err
	}
	c.with, err = newHome(tool, dir, "TOOL_ENDPOINT="+c.receiver.url(), "TOOL_EVERY="+every.String())
	return c, err
}

func (c *cell) close() { c.receiver.close() }

// run runs the tool the given number of times, waits for one interval, and runs
// it once more.
func (c *cell) run(runs int) error {
	for range runs - 1 {
		if err := c.pair(); err != nil {
			return err
		}
	}
	time.Sleep(c.every)
	if err := c.pair(); err != nil {
		return err
	}
	// The last process is given as long as one may take.
	const patience = 30 * time.Second
	for deadline := time.Now().Add(patience); c.receiver.count() < c.recorded && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	return nil
}

// pair runs the tool and the one without an Exporter, each first every other time.
func (c *cell) pair() error {
	args := []string{"sleep", c.length.String()}
	first, second := c.with, c.alone
	if c.recorded%2 == 1 {
		first, second = second, first
	}
	a, err := first.run(args...)
	if err != nil {
		return err
	}
	b, err := second.run(args...)
	if err != nil {
		return err
	}
	if first == c.alone {
		a, b = b, a
	}
	c.recorded++
	if marker := c.with.marker(); !marker.Equal(c.lastObserved) {
		c.lastObserved = marker
		c.starts++
		c.differences = append(c.differences, a-b)
		return nil
	}
	c.ratios = append(c.ratios, float64(a)/float64(b))
	return nil
}

func (c *cell) ratio() float64 { return median(c.ratios) }

// startCost returns how much longer a run takes if it starts a sender. Each sender has
// ended before the next run begins.
func startCost(tool, dir string, runs int) (time.Duration, error) {
	c, err := newCell(tool, dir, 0, 0, time.Nanosecond)
	if err != nil {
		return 0, err
	}
	defer c.close()
	const pause = 30 * time.Millisecond
	for range runs {
		if err := c.pair(); err != nil {
			return 0, err
		}
		time.Sleep(pause)
	}
	return median(c.differences).Round(10 * time.Microsecond), nil
}

// offRatio returns the ratio of a run with telemetry off to a run of a tool that links
// the same packages and does nothing with them.
func offRatio(tool, dir string, runs int) (float64, error) {
	at, err := os.MkdirTemp(dir, "home")
	if err != nil {
		return 0, err
	}
	off := &home{at, tool, []string{"HOME=" + at, "TOOL_ENDPOINT=http://127.0.0.1:9"}}
	without := &home{at, tool, append([]string{"TOOL_WITHOUT=1"}, off.env...)}
	var ratios []float64
	for i := range runs {
		first, second := off, without
		if i%2 == 1 {
			first, second = second, first
		}
		a, err := first.run("print", "x")
		if err != nil {
			return 0, err
		}
		b, err := second.run("print", "x")
		if err != nil {
			return 0, err
		}
		if first == without {
			a, b = b, a
		}
		ratios = append(ratios, float64(a)/float64(b))
	}
	return median(ratios), nil
}

func median[T int | float64 | time.Duration](all []T) T {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}
