package pages

import (
	"math"
	"strconv"
	"strings"

	"github.com/optin-go/optin/server/internal/questions"
)

// Charts are drawn in a box of this size, which the page stretches; their labels
// are text beside it, so that they stay readable at a phone's width.
const (
	chartWidth  = 1000
	chartHeight = 240
)

// chart is a picture of numbers by day.
type chart struct {
	Label  string // what it shows, for who does not see it
	Top    string // labels of the axis
	Middle string
	Shapes []shape // areas, lines and bars
	Hits   []hit   // one a day, with the numbers as text
	XAxis  []string
	Legend []legend
}

type shape struct {
	Class string
	Path  string
}

type hit struct{ X, Width, Text string }

type legend struct{ Class, Text, Href string }

// series is one line, area or bar a day.
type series struct {
	name   string
	class  string
	values []float64 // one a day
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

func number(f float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
}

// axisTop is a round number that is not below highest.
func axisTop(highest float64) float64 {
	if highest <= 0 {
		return 1
	}
	magnitude := math.Pow(10, math.Floor(math.Log10(highest)))
	for _, step := range []float64{1, 2, 4, 6, 8, 10} {
		if highest <= step*magnitude*1.0001 {
			return step * magnitude
		}
	}
	return 10 * magnitude
}

// axisText labels a value of an axis.
func axisText(v float64, unit string) string {
	var s string
	switch {
	case v >= 10_000:
		s = number(v/1000) + "k"
	case v == math.Trunc(v):
		s = grouped(int64(v))
	default:
		s = strconv.FormatFloat(v, 'g', 2, 64)
	}
	return s + unit
}

// frame makes a chart with its axes and one place a day to point at.
func frame(label string, from, to int64, top float64, unit string, text func(i int) string) *chart {
	c := &chart{Label: label, Top: axisText(top, unit), Middle: axisText(top/2, unit)}
	n := int(to - from + 1)
	width := float64(chartWidth) / float64(n)
	for i := range n {
		c.Hits = append(c.Hits, hit{X: number(float64(i) * width), Width: number(width), Text: dayFull(from+int64(i)) + ": " + text(i)})
	}
	switch {
	case n >= 14:
		c.XAxis = []string{dayText(from), dayText((from + to) / 2), dayText(to)}
	case n >= 2:
		c.XAxis = []string{dayText(from), dayText(to)}
	default:
		c.XAxis = []string{dayText(to)}
	}
	return c
}

func x(i, n int) float64 { return (float64(i) + 0.5) / float64(n) * chartWidth }

func y(v, top float64) float64 { return chartHeight * (1 - v/top) }

// line adds a line through the values.
func (c *chart) line(s series, top float64) {
	var path strings.Builder
	for i, v := range s.values {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		path.WriteString(verb + number(x(i, len(s.values))) + " " + number(y(v, top)))
	}
	if len(s.values) == 1 { // a line of one point is not seen
		path.Reset()
		at := number(y(s.values[0], top))
		path.WriteString("M" + number(chartWidth*0.3) + " " + at + "H" + number(chartWidth*0.7))
	}
	c.Shapes = append(c.Shapes, shape{"line " + s.class, path.String()})
	c.Legend = append(c.Legend, legend{Class: s.class, Text: s.name})
}

// bars adds a bar a day, from floor up.
func (c *chart) bars(s series, floor []float64, top float64) {
	var path strings.Builder
	n := len(s.values)
	width := float64(chartWidth) / float64(n)
	gap := width * 0.14
	for i, v := range s.values {
		if v == 0 {
			continue
		}
		low := 0.0
		if floor != nil {
			low = floor[i]
		}
		path.WriteString("M" + number(float64(i)*width+gap) + " " + number(y(low, top)) +
			"V" + number(y(low+v, top)) + "h" + number(width-2*gap) + "V" + number(y(low, top)) + "z")
	}
	c.Shapes = append(c.Shapes, shape{"bars " + s.class, path.String()})
	c.Legend = append(c.Legend, legend{Class: s.class, Text: s.name})
}

// stack adds shares of each day, which together fill the box.
func (c *chart) stack(all []series) {
	if len(all) == 0 {
		return
	}
	n := len(all[0].values)
	totals := make([]float64, n)
	for _, s := range all {
		for i, v := range s.values {
			totals[i] += v
		}
	}
	floor := make([]float64, n)
	for _, s := range all {
		ceiling := make([]float64, n)
		for i, v := range s.values {
			ceiling[i] = floor[i]
			if totals[i] > 0 {
				ceiling[i] += v / totals[i]
			}
		}
		var path strings.Builder
		width := float64(chartWidth) / float64(n)
		for i := range n { // steps, so that a day without events is a gap
			if ceiling[i] == floor[i] {
				continue
			}
			path.WriteString("M" + number(float64(i)*width) + " " + number(y(floor[i], 1)) + "V" + number(y(ceiling[i], 1)) +
				"h" + number(width+0.4) + "V" + number(y(floor[i], 1)) + "z")
		}
		c.Shapes = append(c.Shapes, shape{"bars " + s.class, path.String()})
		c.Legend = append(c.Legend, legend{Class: s.class, Text: s.name})
		floor = ceiling
	}
}
