package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"time"
)

// contender is one way to do the work of a group. The first one of a group is its
// floor: the same work by hand.
type contender struct {
	name  string
	do    func(n int) error // does the work n times
	close func()
}

// group compares contenders that do the same work.
type group struct {
	name, about string
	least       int // of operations that are timed at once, so that goroutines get a share
	open        func(dir string) ([]contender, error)
	whole       func(w io.Writer, how effort) ([]row, error) // prints a table of another form instead
}

// effort says how long and how often is measured.
type effort struct {
	passes int
	length time.Duration
	smoke  bool
}

// row is what was measured of a contender.
type row struct {
	name           string
	ns, ratio      float64 // per operation, in the best pass; and its ratio to the floor's best
	median         float64 // of the ratios to the floor in the same pass
	allocs, nbytes float64 // per operation
	along          string  // of a curve: what grows
	points         []point // of a curve
}

func find(name string) (group, error) {
	for _, g := range groups {
		if g.name == name {
			return g, nil
		}
	}
	return group{}, errors.New("there is no group " + name)
}

func (g group) print(w io.Writer, how effort) ([]row, error) {
	if g.whole != nil {
		return g.whole(w, how)
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	all, err := g.open(dir)
	if err != nil {
		return nil, err
	}
	rows, err := measure(all, how, max(g.least, 1))
	for _, c := range all {
		if c.close != nil {
			c.close()
		}
	}
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(w, "\n%s: %s\n\n| | ns | × floor | median | allocations | bytes |\n|---|---|---|---|---|---|\n", g.name, g.about)
	for _, r := range rows {
		fmt.Fprintf(w, "| %s | %.0f | %.2f | %.2f | %.1f | %.0f |\n", r.name, r.ns, r.ratio, r.median, r.allocs, r.nbytes)
	}
	return rows, nil
}

// measure lets the contenders take turns, so that what disturbs one disturbs the
// others too. What disturbs a pass only ever makes it slower, so the best ones are
// compared; the median says how much was disturbed.
func measure(all []contender, how effort, least int) ([]row, error) {
	counts := make([]int, len(all))
	for i, c := range all {
		n := least
		for {
			best := time.Duration(math.MaxInt64)
			for range 3 { // one that is disturbed must not decide
				begin := time.Now()
				if err := c.do(n); err != nil {
					return nil, fmt.Errorf("%s: %w", c.name, err)
				}
				best = min(best, time.Since(begin))
			}
			if best >= how.length || n > 1<<30 {
				break
			}
			n *= 2
		}
		counts[i] = n
	}
	ns, ratios := make([][]float64, len(all)), make([][]float64, len(all))
	rows := make([]row, len(all))
	for range how.passes {
		for i, c := range all {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begin := time.Now()
			if err := c.do(counts[i]); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			took := float64(time.Since(begin)) / float64(counts[i])
			runtime.ReadMemStats(&after)
			ns[i] = append(ns[i], took)
			ratios[i] = append(ratios[i], took/ns[0][len(ns[0])-1])
			rows[i].allocs = float64(after.Mallocs-before.Mallocs) / float64(counts[i])
			rows[i].nbytes = float64(after.TotalAlloc-before.TotalAlloc) / float64(counts[i])
		}
	}
	for i, c := range all {
		best := slices.Min(ns[i])
		rows[i].name, rows[i].ns, rows[i].ratio, rows[i].median = c.name, best, best/slices.Min(ns[0]), median(ratios[i])
	}
	return rows, nil
}

func median(of []float64) float64 {
	of = slices.Sorted(slices.Values(of))
	return of[len(of)/2]
}
