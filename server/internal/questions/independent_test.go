package questions_test

import (
	"cmp"
	"slices"
	"strings"

	"github.com/optin-go/optin/server/internal/questions"
	"github.com/optin-go/optin/server/internal/store"
)

// fact is an event as the independent count sees it: nothing of the store's code.
type fact struct {
	tool, version, name, machine                         string
	day, week                                            int64
	run, failed, dev                                     bool
	os, command, platform, agent, install, outcome, took string
	interactive                                          string
}

func factsOf(events []store.Arrived) []fact {
	seen := map[string]bool{}
	var facts []fact
	for _, a := range events {
		e := a.Event
		if seen[e.ID.String()] {
			continue
		}
		seen[e.ID.String()] = true
		m := e.Attrs.Map()
		f := fact{
			tool: e.Tool, version: e.ToolVersion, name: e.Name, machine: e.MachineID,
			day: e.TimestampUTC.Unix() / 86400, dev: strings.Contains(e.ToolVersion, "dev"),
			os: m["os.type"], command: m["command"], agent: m["agent"], install: m["install"], outcome: m["outcome"], took: m["took"],
			interactive: m["process.interactive"],
		}
		monday := e.TimestampUTC.AddDate(0, 0, -int(e.TimestampUTC.Weekday()+6)%7)
		f.week = (monday.Unix()/86400 + 3) / 7
		f.platform = f.os
		if arch := m["host.arch"]; arch != "" {
			f.platform += "/" + arch
		}
		f.run = f.command != ""
		f.failed = f.outcome == "error" || f.outcome == "panic"
		facts = append(facts, f)
	}
	return facts
}

// tally counts the events of one line of an answer.
type tally struct {
	machines               map[string]bool
	events, runs, failures int64
	first, last            int64
}

func (t *tally) add(f fact) {
	if t.machines == nil {
		t.machines = map[string]bool{}
		t.first, t.last = f.day, f.day
	}
	t.machines[f.machine] = true
	t.events++
	if f.run {
		t.runs++
	}
	if f.failed {
		t.failures++
	}
	t.first, t.last = min(t.first, f.day), max(t.last, f.day)
}

func (t *tally) distinct() int64 {
	if t == nil {
		return 0
	}
	return int64(len(t.machines))
}

// independently answers the question from the events alone.
func independently(name string, all []fact, f questions.Filter) [][]any {
	passes := func(e fact) bool {
		return e.tool == f.Tool && (f.Version == "" || e.version == f.Version) && (f.OS == "" || e.os == f.OS) &&
			(f.Command == "" || e.command == f.Command) && (!e.dev || f.Dev || f.Version != "")
	}
	between := func(from, to int64, key func(fact) []any) ([]string, map[string]*tally, map[string][]any) {
		tallies, keys := map[string]*tally{}, map[string][]any{}
		var order []string
		for _, e := range all {
			if !passes(e) || e.day < from || e.day > to {
				continue
			}
			k := key(e)
			if k == nil {
				continue
			}
			text := textOf(k)
			if tallies[text] == nil {
				tallies[text], keys[text] = &tally{}, k
				order = append(order, text)
			}
			tallies[text].add(e)
		}
		return order, tallies, keys
	}
	grouped := func(key func(fact) []any, line func(*tally) []any) [][]any {
		order, tallies, keys := between(f.From, f.To, key)
		var rows [][]any
		for _, text := range order {
			rows = append(rows, append(slices.Clone(keys[text]), line(tallies[text])...))
		}
		return rows
	}
	nonEmpty := func(values ...string) []any {
		var key []any
		for _, v := range values {
			if v == "" {
				return nil
			}
			key = append(key, v)
		}
		return key
	}
	one := func(from, to int64) *tally {
		_, tallies, _ := between(from, to, func(fact) []any { return []any{""} })
		return tallies[textOf([]any{""})]
	}
	runs := func(t *tally) (int64, int64) {
		if t == nil {
			return 0, 0
		}
		return t.runs, t.failures
	}
	first := map[string]fact{} // of the tool's machines, whatever the filter
	for _, e := range all {
		if known, ok := first[e.machine]; e.tool == f.Tool && (!ok || e.day < known.day) {
			first[e.machine] = e
		}
	}
	before := f.From - (f.To - f.From + 1)

	switch name {
	case "now":
		nowRuns, nowFailures := runs(one(f.From, f.To))
		oldRuns, oldFailures := runs(one(before, f.From-1))
		return [][]any{{
			one(f.To, f.To).distinct(), one(f.To-1, f.To-1).distinct(), one(f.To-6, f.To).distinct(), one(f.To-13, f.To-7).distinct(),
			one(f.To-27, f.To).distinct(), one(f.To-55, f.To-28).distinct(), nowRuns, oldRuns, nowFailures, oldFailures,
		}}
	case "new":
		fresh := func(from, to int64) int64 {
			n := int64(0)
			if t := one(from, to); t != nil {
				for m := range t.machines {
					if d := first[m].day; from <= d && d <= to {
						n++
					}
				}
			}
			return n
		}
		return [][]any{{fresh(f.From, f.To), fresh(before, f.From-1)}}
	case "activity":
		var rows [][]any
		for d := f.From; d <= f.To; d++ {
			week := one(d-6, d)
			if week == nil {
				continue
			}
			today := one(d, d)
			r, failed := runs(today)
			rows = append(rows, []any{d, today.distinct(), week.distinct(), r, failed})
		}
		return rows
	case "adoption":
		return grouped(func(e fact) []any { return []any{e.day, e.version} }, func(t *tally) []any { return []any{t.distinct()} })
	case "versions":
		rows := grouped(func(e fact) []any { return nonEmpty(e.version) }, func(t *tally) []any { return []any{t.distinct(), t.runs, t.failures, int64(0), int64(0)} })
		for _, row := range rows {
			_, ever, _ := between(0, f.To, func(e fact) []any { return nonEmpty(e.version) })
			t := ever[textOf(row[:1])]
			row[4], row[5] = t.first, t.last
		}
		return rows
	case "commands":
		return grouped(func(e fact) []any { return nonEmpty(e.command) }, func(t *tally) []any { return []any{t.distinct(), t.runs, t.failures} })
	case "durations":
		return grouped(func(e fact) []any { return nonEmpty(e.command, e.took) }, func(t *tally) []any { return []any{t.runs} })
	case "heat":
		return grouped(func(e fact) []any { return nonEmpty(e.command, e.version) }, func(t *tally) []any { return []any{t.runs, t.failures} })
	case "outcomes":
		return grouped(func(e fact) []any { return nonEmpty(e.outcome) }, func(t *tally) []any { return []any{t.distinct(), t.runs} })
	case "platforms":
		return grouped(func(e fact) []any { return nonEmpty(e.platform) }, func(t *tally) []any { return []any{t.distinct(), t.runs} })
	case "settings":
		var rows [][]any
		for setting, value := range map[string]func(fact) string{
			"interactive": func(e fact) string { return e.interactive }, "agent": func(e fact) string { return e.agent }, "install": func(e fact) string { return e.install },
		} {
			rows = append(rows, grouped(func(e fact) []any { return nonEmpty(setting, value(e)) }, func(t *tally) []any { return []any{t.distinct(), t.runs} })...)
		}
		return rows
	case "names":
		return grouped(func(e fact) []any { return nonEmpty(e.name) }, func(t *tally) []any { return []any{t.events, t.distinct()} })
	case "retention":
		return grouped(func(e fact) []any {
			if d := first[e.machine].day; d < f.From || d > f.To {
				return nil
			}
			return []any{first[e.machine].week, e.week - first[e.machine].week}
		}, func(t *tally) []any { return []any{t.distinct()} })
	}
	return nil
}

// sorted makes answers comparable whose order is none or by count.
func sorted(rows [][]any) []string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = textOf(row)
	}
	slices.SortFunc(lines, cmp.Compare[string])
	return lines
}
