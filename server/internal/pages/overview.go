package pages

import (
	"slices"
	"strconv"
)

func (h *handler) overview(c choice, a map[string]asked) []panel {
	platforms := h.platformPanel(a["platforms"], c)
	platforms.Wide = false
	commands := h.commandPanel(a["commands"], c, 8, "see Commands")
	return []panel{h.nowPanel(a["now"], a["new"], c), h.activityPanel(a["activity"], c), h.adoptionPanel(a["adoption"], c), commands, platforms}
}

func (h *handler) nowPanel(now, fresh asked, c choice) panel {
	p := h.panelOf(now, c)
	p.Wide = true
	p.SQL += "\n\n" + h.Source.SQL(fresh.Question, c.filter(h.Now()))
	f := c.filter(h.Now())
	days := strconv.FormatInt(f.To-f.From+1, 10)
	machines := func(name, column string) card {
		text, class := change(now.Int(0, column), now.Int(0, column+"_before"))
		return card{name, grouped(now.Int(0, column)), text, class}
	}
	today := machines("Active today", "daily")
	today.Change, today.Class = "so far; "+grouped(now.Int(0, "daily_before"))+" yesterday", ""
	if f.To != dayOf(h.Now()) {
		today = machines("Active on "+dayText(f.To), "daily")
	}
	p.Cards = []card{today, machines("Active in 7 days", "weekly"), machines("Active in 28 days", "monthly")}
	text, class := change(now.Int(0, "runs"), now.Int(0, "runs_before"))
	p.Cards = append(p.Cards, card{"Runs in " + days + " days", grouped(now.Int(0, "runs")), text, class}, card{
		"Failure rate", percent(now.Int(0, "failures"), now.Int(0, "runs")),
		points(now.Int(0, "failures"), now.Int(0, "runs"), now.Int(0, "failures_before"), now.Int(0, "runs_before")), "",
	})
	text, class = change(fresh.Int(0, "machines"), fresh.Int(0, "machines_before"))
	p.Cards = append(p.Cards, card{"New machines", grouped(fresh.Int(0, "machines")), text, class})
	p.Note = ""
	return p
}

func (h *handler) activityPanel(a asked, c choice) panel {
	p := h.panelOf(a, c)
	p.Wide, p.Folded = true, true
	f := c.filter(h.Now())
	machines, week := byDay(a.Table, "machines", f), byDay(a.Table, "week", f)
	top := axisTop(slices.Max(append(slices.Clone(week), machines...)))
	p.Chart = frame("Active machines by day", f.From, f.To, top, "", func(i int) string {
		return grouped(int64(machines[i])) + " machines, " + grouped(int64(week[i])) + " in 7 days"
	})
	p.Chart.bars(series{"on the day", "c1", machines}, nil, top)
	p.Chart.line(series{"in 7 days", "c0", week}, top)
	p.Grid = &grid{Caption: a.Title, Head: heads("Day", "#Machines", "#In 7 days", "#Runs", "#Failure rate")}
	for i := range a.Rows {
		p.Grid.Rows = append(p.Grid.Rows, []cell{
			{Text: dayFull(a.Int(i, "day")), Header: true},
			count(a.Int(i, "machines")), count(a.Int(i, "week")), count(a.Int(i, "runs")),
			failing(a.Int(i, "failures"), a.Int(i, "runs")),
		})
	}
	return p
}
