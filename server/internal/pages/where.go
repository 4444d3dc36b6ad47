package pages

import "strings"

// settings are the panels of the page Where about how the tool runs: the name of
// each in the question's answer, and the attribute that it counts.
var settings = []struct{ name, key, title, about string }{
	{"interactive", "process.interactive", "At a terminal", "Whether standard input and error were a terminal."},
	{"agent", "agent", "Coding agent", "Which coding agent ran the tool, if its environment says so."},
	{"install", "install", "Installed by", "How the tool says that it was installed."},
}

func (h *handler) where(c choice, a map[string]asked) []panel {
	panels := []panel{h.platformPanel(a["platforms"], c)}
	t := a["settings"]
	for _, setting := range settings {
		p := h.panelOf(t, c)
		p.ID, p.Title, p.About = setting.name, setting.title, setting.about+h.meaning(c.Tool, setting.key)
		highest := int64(0)
		for i := range t.Rows {
			if t.Text(i, "setting") == setting.name {
				highest = max(highest, t.Int(i, "machines"))
			}
		}
		p.Note = ""
		p.Grid = &grid{Caption: p.Title, Head: heads("Value", "#Machines", "#Runs")}
		for i := range t.Rows {
			if t.Text(i, "setting") == setting.name {
				value := t.Text(i, "value")
				if setting.name == "interactive" {
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
