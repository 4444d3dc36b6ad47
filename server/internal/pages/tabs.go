package pages

import (
	"context"
	"errors"
	"net/http"
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
	p.Rendered = strconv.FormatInt(time.Since(begin).Milliseconds(), 10) + " ms"
	return p, nil
}
