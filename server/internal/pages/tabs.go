package pages

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/optin-go/optin/server/internal/questions"
)

// tab is one page: the questions it asks, and the panels it makes of the answers.
type tab struct {
	Path, Text string
	questions  []string
	panels     func(*handler, choice, map[string]asked) []panel
}

var tabs = []tab{
	{"/{$}", "Overview", []string{"now", "new", "activity", "adoption", "commands", "platforms"}, (*handler).overview},
	{"/versions", "Versions", []string{"adoption", "versions"}, (*handler).versions},
	{"/commands", "Commands", []string{"commands", "durations", "names"}, (*handler).commands},
	{"/failures", "Failures", []string{"activity", "heat", "outcomes"}, (*handler).failures},
	{"/where", "Where", []string{"platforms", "settings"}, (*handler).where},
	{"/retention", "Retention", []string{"retention"}, (*handler).retention},
	{"/health", "Health", []string{"arrivals", "delays", "refusals"}, (*handler).health},
}

func (t tab) href() string { return strings.TrimSuffix(t.Path, "{$}") }

func (h *handler) build(ctx context.Context, t tab, r *http.Request) (page, error) {
	begin := time.Now()
	c := choiceOf(r.URL.Query(), h.Now())
	p := page{Title: t.Text, Demo: h.Demo, Endpoint: h.Endpoint}
	tools := h.ask(ctx, questions.Filter{}, "tools")["tools"]
	if tools.err != nil {
		return p, tools.err
	}
	var names []string
	for i := range tools.Rows {
		names = append(names, tools.Text(i, "tool"))
	}
	if len(names) == 0 {
		p.Empty, p.Sample = true, sampleOf(h.Tools)
		r := h.ask(ctx, choice{Days: defaultDays}.filter(h.Now()), "refusals")["refusals"]
		for i := range r.Rows {
			reason := r.Text(i, "reason")
			p.Refused = append(p.Refused, grouped(r.Int(i, "events"))+" "+strings.ReplaceAll(reason, "_", " ")+": "+reasons[reason])
		}
		return p, nil
	}
	shown := c
	if c.Tool == "" {
		c.Tool = names[0]
		if len(names) > 1 {
			shown.Tool = c.Tool
		}
	}
	answers := h.ask(ctx, c.filter(h.Now()), append([]string{"choices", "last", "arrivals", "refusals"}, t.questions...)...)
	for name, a := range answers {
		if a.err != nil && !errors.Is(a.err, questions.ErrNotKept) {
			return p, a.err
		}
		if a.err != nil {
			a.Question, _ = questions.Get(name)
			answers[name] = a
		}
	}
	p.Tool = c.Tool
	p.Form = formOf(t.href(), c, names, answers["choices"], h.Now())
	for _, other := range tabs {
		p.Tabs = append(p.Tabs, link{Text: other.Text, Href: other.href() + shown.query(), Current: other.Path == t.Path})
	}
	f := c.filter(h.Now())
	p.Period = dayFull(f.From) + " – " + dayFull(f.To)
	if c.To != 0 { // whether events arrive is a question about now
		today := choice{Tool: c.Tool, Days: 1}
		answers["recent"] = h.ask(ctx, today.filter(h.Now()), "arrivals")["arrivals"]
	} else {
		answers["recent"] = answers["arrivals"]
	}
	p.Status = h.status(answers)
	p.Panels = t.panels(h, c, answers)
	if t.Path == "/commands" {
		p.Declared = h.declaredPanel(c.Tool)
	}
	p.Rendered = strconv.FormatInt(time.Since(begin).Milliseconds(), 10) + " ms"
	return p, nil
}

// status answers first of all whether events arrive.
type status struct {
	Text  string
	Class string // good, late
}

func (h *handler) status(answers map[string]asked) status {
	at := answers["last"].Int(0, "arrived")
	if at == 0 {
		return status{"No event of this tool is stored.", "late"}
	}
	s := status{Class: "good"}
	age := max(h.Now().Unix()-at, 0)
	s.Text = "Last event " + seconds(age) + " ago"
	if age > 86400 {
		s.Class = "late"
	}
	if arrivals := answers["recent"]; arrivals.err == nil {
		day := int64(0)
		for i := range arrivals.Rows {
			if arrivals.Int(i, "hour") > h.Now().Unix()/3600-24 {
				day += arrivals.Int(i, "events")
			}
		}
		s.Text += " · " + grouped(day) + " in the last 24 hours"
	}
	refused := int64(0)
	for i := range answers["refusals"].Rows {
		if answers["refusals"].Text(i, "reason") != "duplicate" {
			refused += answers["refusals"].Int(i, "events")
		}
	}
	if refused > 0 {
		s.Text += " · " + grouped(refused) + " refused in this period"
	}
	return s
}

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

// byDay spreads a column over the days of the period.
func byDay(t questions.Table, column string, f questions.Filter) []float64 {
	values := make([]float64, f.To-f.From+1)
	for i := range t.Rows {
		if d := t.Int(i, "day") - f.From; d >= 0 && d < int64(len(values)) {
			values[d] += float64(t.Int(i, column))
		}
	}
	return values
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

// heads are the heads of a table; a # begins that of a column of numbers.
func heads(names ...string) []cell {
	var cells []cell
	for _, name := range names {
		name, isNumber := strings.CutPrefix(name, "#")
		cells = append(cells, cell{Text: name, Number: isNumber, Header: true})
	}
	return cells
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

func (h *handler) commands(c choice, a map[string]asked) []panel {
	commands := h.commandPanel(a["commands"], c, 100, "in the CSV")
	commands.Wide = true
	commands.About += h.meaning(c.Tool, "command")

	t := a["durations"]
	durations := h.panelOf(t, c)
	durations.Wide = true
	durations.About += h.meaning(c.Tool, "took")
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
	durations.Grid = &grid{Caption: t.Title, Head: heads("Command")}
	for _, r := range ranges {
		durations.Grid.Head = append(durations.Grid.Head, cell{Text: r, Number: true, Header: true})
	}
	for _, command := range names {
		row := []cell{{Text: command, Header: true}}
		for _, r := range ranges {
			n := runs[[2]string{command, r}]
			row = append(row, cell{Text: percent(n, totals[command]), Number: true, Title: grouped(n) + " runs", Class: "q" + heat(n, totals[command], 5, 25, 50, 75)})
		}
		durations.Grid.Rows = append(durations.Grid.Rows, row)
	}

	e := a["names"]
	events := h.panelOf(e, c)
	events.Wide = true
	events.Grid = &grid{Caption: e.Title, Head: heads("Event", "#Events", "#Machines")}
	declared := h.tools[c.Tool].Events
	if declared != nil {
		events.Grid.Head = append(events.Grid.Head, heads("What it is")...)
	}
	for i := range e.Rows {
		name := e.Text(i, "name")
		row := []cell{{Text: name, Header: true}, count(e.Int(i, "events")), count(e.Int(i, "machines"))}
		if declared != nil {
			row = append(row, prose(declared[name].Purpose))
		}
		events.Grid.Rows = append(events.Grid.Rows, row)
	}
	return []panel{commands, durations, events}
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

func (h *handler) platformPanel(t asked, c choice) panel {
	p := h.panelOf(t, c)
	highest := int64(0)
	for i := range t.Rows {
		highest = max(highest, t.Int(i, "machines"))
	}
	p.Grid = &grid{Caption: t.Title, Head: heads("System", "#Machines", "#Runs")}
	for i := range t.Rows {
		platform := t.Text(i, "platform")
		only := c
		only.OS, _, _ = strings.Cut(platform, "/")
		p.Grid.Rows = append(p.Grid.Rows, []cell{
			{Text: platform, Header: true, Href: "/where" + only.query()}, barred(t.Int(i, "machines"), highest), count(t.Int(i, "runs")),
		})
	}
	return p
}

var settingKeys = map[string]string{"interactive": "process.interactive", "agent": "agent", "install": "install"}

var settingTitles = map[string]string{"interactive": "At a terminal", "agent": "Coding agent", "install": "Installed by"}

func (h *handler) where(c choice, a map[string]asked) []panel {
	panels := []panel{h.platformPanel(a["platforms"], c)}
	t := a["settings"]
	for _, setting := range []string{"interactive", "agent", "install"} {
		p := h.panelOf(t, c)
		p.ID, p.Title = setting, settingTitles[setting]
		p.About = map[string]string{
			"interactive": "Whether standard input and error were a terminal.", "agent": "Which coding agent ran the tool, if its environment says so.",
			"install": "How the tool says that it was installed.",
		}[setting]
		p.About += h.meaning(c.Tool, settingKeys[setting])
		highest := int64(0)
		for i := range t.Rows {
			if t.Text(i, "setting") == setting {
				highest = max(highest, t.Int(i, "machines"))
			}
		}
		p.Note = ""
		p.Grid = &grid{Caption: p.Title, Head: heads("Value", "#Machines", "#Runs")}
		for i := range t.Rows {
			if t.Text(i, "setting") == setting {
				value := t.Text(i, "value")
				if setting == "interactive" {
					value = map[string]string{"true": "yes", "false": "no"}[value]
				}
				p.Grid.Rows = append(p.Grid.Rows, []cell{{Text: value, Header: true}, barred(t.Int(i, "machines"), highest), count(t.Int(i, "runs"))})
			}
		}
		if len(p.Grid.Rows) == 0 {
			p.Grid, p.Note = nil, "The tool records no such attribute."
		}
		panels = append(panels, p)
	}
	return panels
}

func (h *handler) retention(c choice, a map[string]asked) []panel {
	t := a["retention"]
	p := h.panelOf(t, c)
	p.Wide = true
	cohorts := map[int64]map[int64]int64{}
	var weeks []int64
	oldest := int64(0)
	for i := range t.Rows {
		week, age := t.Int(i, "cohort"), t.Int(i, "age")
		if cohorts[week] == nil {
			cohorts[week] = map[int64]int64{}
			weeks = append(weeks, week)
		}
		cohorts[week][age] = t.Int(i, "machines")
		oldest = max(oldest, age)
	}
	slices.Sort(weeks)
	p.Grid = &grid{Caption: t.Title, Head: heads("First seen in the week of", "#New")}
	for age := range oldest {
		head := "+" + strconv.FormatInt(age+1, 10)
		if age == 0 {
			head += " week"
		}
		p.Grid.Head = append(p.Grid.Head, cell{Text: head, Number: true, Header: true})
	}
	this := (c.filter(h.Now()).To + 3) / 7
	for _, week := range weeks {
		fresh := cohorts[week][0]
		row := []cell{{Text: dayText(7*week - 3), Header: true}, count(fresh)}
		for age := int64(1); age <= oldest; age++ {
			if week+age > this {
				row = append(row, cell{})
				continue
			}
			n := cohorts[week][age]
			cell := cell{Text: percent(n, fresh), Number: true, Title: grouped(n) + " of " + grouped(fresh) + " machines", Class: "q" + heat(n, fresh, 10, 25, 40, 60)}
			if week+age == this {
				cell.Class += " partial"
			}
			row = append(row, cell)
		}
		p.Grid.Rows = append(p.Grid.Rows, row)
	}
	if len(weeks) > 0 {
		p.Note = "In italics: the last week of the period, which may not be over."
	}
	return []panel{p}
}

func (h *handler) health(c choice, a map[string]asked) []panel {
	f := c.filter(h.Now())
	t := a["arrivals"]
	arrivals := h.panelOf(t, c)
	arrivals.Wide = true
	hours := make([]float64, 72)
	first := 24 * (f.To - 2)
	for i := range t.Rows {
		if at := t.Int(i, "hour") - first; at >= 0 && at < 72 {
			hours[at] = float64(t.Int(i, "events"))
		}
	}
	top := axisTop(slices.Max(hours))
	chart := &chart{Label: "Events by hour of arrival", Top: axisText(top, ""), Middle: axisText(top/2, ""), XAxis: []string{dayText(f.To - 2), dayText(f.To - 1), dayText(f.To), ""}}
	width := float64(chartWidth) / 72
	arrivals.Folded = true
	arrivals.Grid = &grid{Caption: t.Title, Head: heads("Hour, UTC", "#Events")}
	for i, n := range hours {
		at := time.Unix((first+int64(i))*3600, 0).UTC().Format("Mon 2 Jan 15:04")
		if n > 0 {
			arrivals.Grid.Rows = append(arrivals.Grid.Rows, []cell{{Text: at, Header: true}, count(int64(n))})
		}
		chart.Hits = append(chart.Hits, hit{number(float64(i) * width), number(width), at + " UTC: " + grouped(int64(n)) + " events"})
	}
	chart.bars(series{"events an hour", "c0", hours}, nil, top)
	arrivals.Chart = chart

	d := a["delays"]
	delays := h.panelOf(d, c)
	total := int64(0)
	for i := range d.Rows {
		total += d.Int(i, "events")
	}
	delays.Grid = &grid{Caption: d.Title, Head: heads("Delay at most", "#Events", "#Share")}
	sum, half, most := int64(0), "", ""
	for i := range d.Rows {
		bound, n := d.Int(i, "delay"), d.Int(i, "events")
		label := seconds(bound)
		if bound < 0 {
			label = "clock ahead by " + seconds(-bound) + " or more"
		}
		sum += n
		if half == "" && 2*sum >= total {
			half = label
		}
		if most == "" && 100*sum >= 95*total {
			most = label
		}
		delays.Grid.Rows = append(delays.Grid.Rows, []cell{{Text: label, Header: true}, barred(n, total), {Text: percent(n, total), Number: true}})
	}
	if total > 0 {
		delays.Note = "Half of the events arrive within " + half + ", 95 % within " + most + "."
	}

	if c.Version != "" || c.OS != "" || c.Command != "" {
		arrivals.Note = "Of the whole tool: arrivals, delays and refusals are not counted by version, system or command."
	}

	r := a["refusals"]
	refusals := h.panelOf(r, c)
	refusals.Grid = &grid{Caption: r.Title, Head: heads("Reason", "#Events", "What it means")}
	for i := range r.Rows {
		reason := r.Text(i, "reason")
		refusals.Grid.Rows = append(refusals.Grid.Rows, []cell{{Text: strings.ReplaceAll(reason, "_", " "), Header: true}, count(r.Int(i, "events")), prose(reasons[reason])})
	}
	if len(r.Rows) == 0 {
		refusals.Grid, refusals.Note = nil, "Every event that arrived was counted."
	}
	for i, name := range []string{"arrivals", "delays", "refusals"} {
		if a[name].err != nil {
			missing := []*panel{&arrivals, &delays, &refusals}[i]
			missing.Chart, missing.Grid, missing.Note = nil, nil, "This store does not keep it."
		}
	}
	return []panel{arrivals, delays, refusals}
}

// reasons says in words what the store's and the door's fixed words mean.
var reasons = map[string]string{
	"duplicate":      "it was sent again, and was counted the first time",
	"invalid":        "a required field is missing or too long",
	"too_old":        "it was older than the store takes",
	"clock_ahead":    "the sender's clock is more than a day ahead",
	"deleted":        "its machine asked for deletion",
	"too_many_tools": "the store has the maximum number of tools",
	"unknown_tool":   "the tool is not declared here",
	"undeclared":     "an attribute is not in the tool's catalogue",
	"malformed":      "it could not be read",
	"too_long":       "it has too many attributes, or a text that is too long",
	"wrong_key":      "it came without the tool's key",
}
