package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The benchmarks start this program again, in another role.
func TestMain(m *testing.M) {
	if is, err := playRole(); is {
		exit(err)
	}
	m.Run()
}

// A comparison is fair if all write the same line. Each library adds fields of its own,
// such as a level.
func TestEverybodyWritesTheSameFields(t *testing.T) {
	for _, text := range []string{"", "no such target"} {
		var want map[string]any
		for _, w := range append(lineWriters(), lineWriter{"slog with lumberjack", lumberjackLines}) {
			if strings.HasPrefix(w.name, "zap") || strings.HasPrefix(w.name, "slog") {
				continue // they name time and message otherwise; see the next test
			}
			got, err := sameLine(w, filepath.Join(t.TempDir(), "line"), text)
			if err != nil {
				t.Fatalf("%s: %v", w.name, err)
			}
			delete(got, "level")
			if want == nil {
				want = got
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s writes %v, by hand it is %v", w.name, got, want)
			}
		}
	}
}

func TestLoggersWriteTheSameAttributes(t *testing.T) {
	for _, w := range lineWriters() {
		got, err := sameLine(w, filepath.Join(t.TempDir(), "line"), prose)
		if err != nil {
			t.Fatal(err)
		}
		attrs := map[string]any{"command": "deploy", "outcome": "ok", "took": "1s-5s"}
		if !reflect.DeepEqual(got["attrs"], attrs) || got["machine_id"] != machineID || got["err_msg"] != prose {
			t.Errorf("%s writes %v", w.name, got)
		}
	}
}

// What is promised not to grow is fitted, and its exponent tested, which says the same
// on every machine.
func TestCostsGrowAsPromised(t *testing.T) {
	const noise = 0.3
	for _, c := range curves {
		if len(c.xs) > 3 {
			c.xs = c.xs[:3]
		}
		t.Run(c.name+" by "+c.along, func(t *testing.T) {
			points, err := c.measure(effort{passes: 30})
			if err != nil {
				t.Fatal(err)
			}
			if got := exponent(points); got > c.most+noise {
				t.Errorf("the cost grows with exponent %.2f, want at most %.1f: %v", got, c.most, points)
			}
		})
	}
}

// A longer queue takes longer to send, and no more memory.
func TestMemoryDoesNotGrowWithTheBacklog(t *testing.T) {
	points := make([][]point, len(backlogWork))
	for _, n := range []int{10_000, 100_000} {
		_, done, err := measureBacklog(n)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range done {
			points[i] = append(points[i], point{float64(n), float64(d.PeakHeap)})
		}
	}
	for i, work := range backlogWork {
		if got := exponent(points[i]); got > 0.3 {
			t.Errorf("%s: the heap grows with exponent %.2f, want none: %v", work.name, got, points[i])
		}
	}
}

func TestExponent(t *testing.T) {
	if got := exponent([]point{{1, 5}, {10, 500}, {100, 50_000}}); got < 1.99 || got > 2.01 {
		t.Errorf("the exponent of a square is %v", got)
	}
}

func TestTablesOfThePageAreReplaced(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, "performance.md")
	table := func(n string) string { return "| | ns |\n|---|---|\n| floor | " + n + " |\n" }
	text := func(n string) string {
		return "a | b\n\n<!-- bench: off -->\n\n" + table(n) + "\nWhat it means.\n\n<!-- bench: file -->\n\n" + table("3") + "\nend\n"
	}
	if err := os.WriteFile(page, []byte(text("1")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeTable(dir, "off", "\noff: what it is\n\n"+table("2")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(page); err != nil || string(got) != text("2") {
		t.Errorf("the page is\n%s%v", got, err)
	}
	if err := writeTable(dir, "whole", "| x |"); err == nil {
		t.Error("a page without such a table is no error")
	}
}

func TestChartsAreWellFormed(t *testing.T) {
	charts := map[string][]byte{
		"bars":  bars("a < b", []row{{name: "floor", ratio: 1}, {name: "optin", ratio: 1.5}}),
		"lines": lines("growth", []row{{name: "a < b", along: "events", points: []point{{1, 100}, {4, 120}}}}),
	}
	for name, chart := range charts {
		d := xml.NewDecoder(strings.NewReader(string(chart)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, chart)
			}
		}
	}
}
