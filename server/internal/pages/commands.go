package pages

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
)

func (h *handler) commands(c choice, a map[string]asked) []panel {
	commands := h.commandPanel(a["commands"], c, 100, "in the CSV")
	commands.Wide = true
	commands.About += h.meaning(c.Tool, "command")
	panels := []panel{commands, h.durationPanel(a["durations"], c), h.eventPanel(a["names"], c)}
	if attributes := h.tools[c.Tool].Attributes; len(attributes) > 0 {
		panels = append(panels, declaredPanel(c.Tool, attributes))
	}
	return panels
}

// commandPanel has the most used commands, and says where the others are.
func (h *handler) commandPanel(t asked, c choice, most int, others string) panel {
	p := h.panelOf(t, c)
	highest := int64(0)
	for i := range t.Rows {
		highest = max(highest, t.Int(i, "runs"))
	}
	p.Grid = &grid{Caption: t.Title, Head: heads("Command", "#Machines", "#Runs", "#Failure rate")}
	for i := range t.Rows {
		if i == most {
			p.Note = "and " + grouped(int64(len(t.Rows)-most)) + " more: " + others + "."
			break
		}
		only := c
		only.Command = t.Text(i, "command")
		rate := failing(t.Int(i, "failures"), t.Int(i, "runs"))
		rate.Class = heat(t.Int(i, "failures"), t.Int(i, "runs"), 3, 6, 10, 15)
		p.Grid.Rows = append(p.Grid.Rows, []cell{
			{Text: only.Command, Href: "/failures" + only.query(), Header: true}, count(t.Int(i, "machines")), barred(t.Int(i, "runs"), highest), rate,
		})
	}
	return p
}

func (h *handler) durationPanel(t asked, c choice) panel {
	p := h.panelOf(t, c)
	p.Wide = true
	p.About += h.meaning(c.Tool, "took")
	var ranges, names []string
	runs := map[[2]string]int64{}
	totals := map[string]int64{}
	for i := range t.Rows {
		command, took := t.Text(i, "command"), t.Text(i, "took")
		if !slices.Contains(ranges, took) {
			ranges = append(ranges, took)
		}
		if !slices.Contains(names, command) {
			names = append(names, command)
		}
		runs[[2]string{command, took}] += t.Int(i, "runs")
		totals[command] += t.Int(i, "runs")
	}
	slices.SortFunc(ranges, compareRanges)
	slices.SortFunc(names, func(x, y string) int { return cmp.Or(cmp.Compare(totals[y], totals[x]), cmp.Compare(x, y)) })
	p.Grid = &grid{Caption: t.Title, Head: heads("Command")}
	for _, r := range ranges {
		p.Grid.Head = append(p.Grid.Head, cell{Text: r, Number: true, Header: true})
	}
	for _, command := range names {
		row := []cell{{Text: command, Header: true}}
		for _, r := range ranges {
			n := runs[[2]string{command, r}]
			row = append(row, cell{Text: percent(n, totals[command]), Number: true, Title: grouped(n) + " runs", Class: "q" + heat(n, totals[command], 5, 25, 50, 75)})
		}
		p.Grid.Rows = append(p.Grid.Rows, row)
	}
	return p
}

// compareRanges orders "<1s", "1s-1m" and ">=1m" as durations.
func compareRanges(a, b string) int {
	low := func(s string) float64 {
		if strings.HasPrefix(s, "<") {
			return -1
		}
		s, _, _ = strings.Cut(strings.TrimPrefix(s, ">="), "-")
		if d, err := time.ParseDuration(s); err == nil {
			return d.Seconds()
		}
		n, _ := strconv.ParseFloat(s, 64)
		return n
	}
	above := func(s string) int { return strings.Count(s, ">=") }
	return cmp.Or(cmp.Compare(low(a), low(b)), cmp.Compare(above(a), above(b)), cmp.Compare(a, b))
}

func (h *handler) eventPanel(t asked, c choice) panel {
	p := h.panelOf(t, c)
	p.Wide = true
	p.Grid = &grid{Caption: t.Title, Head: heads("Event", "#Events", "#Machines")}
	events := h.tools[c.Tool].Events
	if events != nil {
		p.Grid.Head = append(p.Grid.Head, heads("What it is")...)
	}
	for i := range t.Rows {
		name := t.Text(i, "name")
		row := []cell{{Text: name, Header: true}, count(t.Int(i, "events")), count(t.Int(i, "machines"))}
		if events != nil {
			row = append(row, prose(events[name].Purpose))
		}
		p.Grid.Rows = append(p.Grid.Rows, row)
	}
	return p
}

// declaredPanel is what the tool's declaration says that it records.
func declaredPanel(tool string, attributes map[string]declared.Attribute) panel {
	p := panel{ID: "declared", Title: "What " + tool + " records", About: "As its declaration says. Other events, attributes and values are refused, but for values that are marked as not checked.", Wide: true}
	p.Grid = &grid{Caption: p.Title, Head: heads("Attribute", "What it is", "Values")}
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		a := attributes[key]
		values := strings.Join(a.Values, ", ")
		if a.Values == nil {
			values = cmp.Or(a.Allowed, "any text") + " (not checked)"
		}
		p.Grid.Rows = append(p.Grid.Rows, []cell{{Text: key, Header: true}, prose(a.Purpose), prose(values)})
	}
	return p
}
