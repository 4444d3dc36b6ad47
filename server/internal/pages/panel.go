package pages

import (
	"net/url"
	"strings"
)

// panel is one question on a page, with its picture, its table, or both.
type panel struct {
	ID, Title, About string
	Wide             bool
	Cards            []card
	Chart            *chart
	Grid             *grid
	Folded           bool // the table is there for who asks for it
	Note             string
	SQL              string
	CSV, JSON        string
}

type card struct{ Name, Value, Change, Class string }

// grid is a table.
type grid struct {
	Caption string
	Head    []cell
	Rows    [][]cell
}

// cell is a place in a table. Bar, if HasBar, is drawn behind the text, of 100.
type cell struct {
	Text, Href, Title string
	Class             string
	Number, Header    bool
	HasBar            bool
	Bar               string
}

func text(s string) cell { return cell{Text: s} }

// prose is a sentence, which may be broken into lines.
func prose(s string) cell { return cell{Text: s, Class: "prose"} }

func count(n int64) cell { return cell{Text: grouped(n), Number: true} }

// barred is a number with its share of the highest as a bar.
func barred(n, highest int64) cell {
	c := count(n)
	if highest > 0 {
		c.HasBar, c.Bar = true, number(100*float64(n)/float64(highest))
	}
	return c
}

// failing is a failure rate, marked by how high it is.
func failing(failures, runs int64) cell {
	c := cell{Text: percent(failures, runs), Number: true}
	if runs > 0 {
		c.Title = grouped(failures) + " of " + grouped(runs) + " runs failed"
	}
	return c
}

// heat is the class of a rate's colour: the colour repeats what the text says.
func heat(part, whole int64, steps ...float64) string {
	if whole == 0 {
		return ""
	}
	p := 100 * float64(part) / float64(whole)
	class := 0
	for i, step := range steps {
		if p >= step {
			class = i + 1
		}
	}
	return "h" + string(rune('0'+class))
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

// panelOf begins the panel of a question.
func (h *handler) panelOf(a asked, c choice) panel {
	f := adjusted(a.Name, c.filter(h.Now()))
	p := panel{ID: a.Name, Title: a.Title, About: a.About, SQL: h.Source.SQL(a.Question, f)}
	query := c.query()
	p.CSV, p.JSON = "/q/"+url.PathEscape(a.Name)+".csv"+query, "/q/"+url.PathEscape(a.Name)+".json"+query
	if len(a.Rows) == 0 {
		p.Note = "Nothing in this period."
	}
	return p
}

// meaning is what the tool's declaration says of an attribute, as one more sentence.
func (h *handler) meaning(tool, key string) string {
	purpose := h.tools[tool].Attributes[key].Purpose
	if purpose == "" {
		return ""
	}
	return " Declared as “" + purpose + "”."
}
