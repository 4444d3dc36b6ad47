package pages

import (
	"cmp"
	"slices"
	"strings"
)

func (h *handler) versions(c choice, a map[string]asked) []panel {
	p := h.panelOf(a["versions"], c)
	p.Wide = true
	t := a["versions"]
	highest := int64(0)
	order := make([]int, len(t.Rows))
	for i := range order {
		order[i] = i
		highest = max(highest, t.Int(i, "machines"))
	}
	slices.SortFunc(order, func(x, y int) int { return compareVersions(t.Text(y, "version"), t.Text(x, "version")) })
	p.Grid = &grid{Caption: t.Title, Head: heads("Version", "#Machines", "#Runs", "#Failure rate", "First seen", "Last seen")}
	for _, i := range order {
		only := c
		only.Version = t.Text(i, "version")
		p.Grid.Rows = append(p.Grid.Rows, []cell{
			{Text: only.Version, Href: "/commands" + only.query(), Header: true},
			barred(t.Int(i, "machines"), highest), count(t.Int(i, "runs")),
			failing(t.Int(i, "failures"), t.Int(i, "runs")), text(dayText(t.Int(i, "first"))), text(dayText(t.Int(i, "last"))),
		})
	}
	return []panel{h.adoptionPanel(a["adoption"], c), p}
}

// shownVersions is how many versions a picture tells apart.
const shownVersions = 7

// versionColours are their colours, from the newest on.
var versionColours = [shownVersions]string{"c0", "c2", "c3", "c4", "c1", "c6", "c5"}

func (h *handler) adoptionPanel(a asked, c choice) panel {
	p := h.panelOf(a, c)
	p.Wide = true
	f := c.filter(h.Now())
	totals := map[string]int64{}
	for i := range a.Rows {
		totals[a.Text(i, "version")] += a.Int(i, "machines")
	}
	var versions []string
	for v := range totals {
		versions = append(versions, v)
	}
	slices.SortFunc(versions, func(x, y string) int { return cmp.Or(cmp.Compare(totals[y], totals[x]), cmp.Compare(x, y)) })
	shown := slices.Clone(versions[:min(len(versions), shownVersions)])
	slices.SortFunc(shown, compareVersions)
	place := map[string]int{}
	var all []series
	for i, v := range shown {
		place[v] = i
		all = append(all, series{v, versionColours[len(shown)-1-i], make([]float64, f.To-f.From+1)})
	}
	if len(versions) > len(shown) {
		all = append(all, series{"other", "c7", make([]float64, f.To-f.From+1)})
	}
	for i := range a.Rows {
		at, ok := place[a.Text(i, "version")]
		if !ok {
			at = len(all) - 1
		}
		if d := a.Int(i, "day") - f.From; d >= 0 && d <= f.To-f.From {
			all[at].values[d] += float64(a.Int(i, "machines"))
		}
	}
	if len(all) == 0 {
		return p
	}
	p.Chart = frame("Share of machines by version and day", f.From, f.To, 100, " %", func(day int) string {
		var parts []string
		total := 0.0
		for _, s := range all {
			total += s.values[day]
		}
		for _, s := range slices.Backward(all) {
			if s.values[day] > 0 {
				parts = append(parts, s.name+" "+rate(100*s.values[day]/total))
			}
		}
		return strings.Join(parts, ", ")
	})
	p.Chart.stack(all)
	p.Folded = true
	p.Grid = &grid{Caption: a.Title, Head: heads("Day")}
	for _, s := range slices.Backward(all) {
		p.Grid.Head = append(p.Grid.Head, cell{Text: s.name, Number: true, Header: true})
	}
	for d := f.From; d <= f.To; d++ {
		row := []cell{{Text: dayFull(d), Header: true}}
		for _, s := range slices.Backward(all) {
			row = append(row, count(int64(s.values[d-f.From])))
		}
		p.Grid.Rows = append(p.Grid.Rows, row)
	}
	slices.Reverse(p.Chart.Legend) // as they lie upon one another
	for i, l := range p.Chart.Legend {
		if _, ok := place[l.Text]; ok {
			only := c
			only.Version = l.Text
			p.Chart.Legend[i].Href = "/versions" + only.query()
		}
	}
	return p
}
