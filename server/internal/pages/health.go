package pages

import (
	"slices"
	"strings"
	"time"
)

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
