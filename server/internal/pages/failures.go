package pages

import (
	"cmp"
	"slices"
	"strconv"
)

func (h *handler) failures(c choice, a map[string]asked) []panel {
	t := a["activity"]
	daily := h.panelOf(t, c)
	daily.Title, daily.About, daily.Wide = "Failure rate", "The share of each day's runs that ended with an outcome other than ok and cancelled.", true
	f := c.filter(h.Now())
	runs, failures := byDay(t.Table, "runs", f), byDay(t.Table, "failures", f)
	rates := make([]float64, len(runs))
	for i := range rates {
		if runs[i] > 0 {
			rates[i] = 100 * failures[i] / runs[i]
		}
	}
	top := axisTop(slices.Max(rates))
	daily.Chart = frame("Failure rate by day", f.From, f.To, top, " %", func(i int) string {
		return rate(rates[i]) + ", " + grouped(int64(failures[i])) + " of " + grouped(int64(runs[i])) + " runs"
	})
	daily.Chart.bars(series{"failed runs, of all runs", "c5", rates}, nil, top)
	daily.Folded = true
	daily.Grid = &grid{Caption: daily.Title, Head: heads("Day", "#Runs", "#Failures", "#Failure rate")}
	for i := range rates {
		n, failed := int64(runs[i]), int64(failures[i])
		daily.Grid.Rows = append(daily.Grid.Rows, []cell{{Text: dayFull(f.From + int64(i)), Header: true}, count(n), count(failed), failing(failed, n)})
	}

	return []panel{daily, h.heatPanel(a["heat"], c), h.outcomePanel(a["outcomes"], c)}
}

// How many commands and versions the table of failures has at most.
const heatCommands, heatVersions = 40, 10

func (h *handler) heatPanel(t asked, c choice) panel {
	p := h.panelOf(t, c)
	p.Wide = true
	p.Note = "Fewer than 20 runs are set in grey: their rate says little."
	type sum struct{ runs, failures int64 }
	cells := map[[2]string]sum{}
	byCommand, byVersion := map[string]int64{}, map[string]int64{}
	for i := range t.Rows {
		command, version := t.Text(i, "command"), t.Text(i, "version")
		cells[[2]string{command, version}] = sum{t.Int(i, "runs"), t.Int(i, "failures")}
		byCommand[command] += t.Int(i, "runs")
		byVersion[version] += t.Int(i, "runs")
	}
	mostUsed := func(runs map[string]int64, most int, what string) []string {
		var names []string
		for name := range runs {
			names = append(names, name)
		}
		slices.SortFunc(names, func(x, y string) int { return cmp.Or(cmp.Compare(runs[y], runs[x]), cmp.Compare(x, y)) })
		if len(names) > most {
			p.Note += " The " + strconv.Itoa(most) + " most used of " + grouped(int64(len(names))) + " " + what + ": the CSV has all."
			names = names[:most]
		}
		return names
	}
	commands, versions := mostUsed(byCommand, heatCommands, "commands"), mostUsed(byVersion, heatVersions, "versions")
	slices.SortFunc(versions, compareVersions)
	p.Grid = &grid{Caption: t.Title, Head: heads("Command")}
	for _, v := range versions {
		p.Grid.Head = append(p.Grid.Head, cell{Text: v, Number: true, Header: true})
	}
	for _, command := range commands {
		row := []cell{{Text: command, Header: true}}
		for _, v := range versions {
			s := cells[[2]string{command, v}]
			cell := failing(s.failures, s.runs)
			cell.Class = heat(s.failures, s.runs, 3, 6, 10, 15)
			if s.runs < 20 {
				cell.Class = "few"
			}
			row = append(row, cell)
		}
		p.Grid.Rows = append(p.Grid.Rows, row)
	}
	return p
}

func (h *handler) outcomePanel(t asked, c choice) panel {
	p := h.panelOf(t, c)
	p.Wide = true
	p.About += h.meaning(c.Tool, "outcome")
	total := int64(0)
	for i := range t.Rows {
		total += t.Int(i, "runs")
	}
	p.Grid = &grid{Caption: t.Title, Head: heads("Outcome", "#Runs", "#Share", "#Machines")}
	for i := range t.Rows {
		p.Grid.Rows = append(p.Grid.Rows, []cell{
			{Text: t.Text(i, "outcome"), Header: true}, barred(t.Int(i, "runs"), total), {Text: percent(t.Int(i, "runs"), total), Number: true}, count(t.Int(i, "machines")),
		})
	}
	return p
}
