package main

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// writeTable puts the table that a group printed in the place of the one in the page,
// which a comment announces.
func writeTable(dir, name, printed string) error {
	page := filepath.Join(dir, "performance.md")
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	mark := "<!-- bench: " + name + " -->\n\n"
	before, rest, ok := strings.Cut(string(text), mark)
	_, after, ends := strings.Cut(rest, "|\n\n")
	if !ok || !ends {
		return fmt.Errorf("%s has no table of %s", page, name)
	}
	table := printed[strings.Index(printed, "\n|")+1:]
	return os.WriteFile(page, []byte(before+mark+table+"\n"+after), 0o644)
}

// draw writes the chart of a group whose rows were measured, if it has one.
func draw(dir string, g group, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	chart := bars
	if rows[0].points != nil {
		chart = lines
	}
	return os.WriteFile(filepath.Join(dir, "performance-"+g.name+".svg"), chart(g.about, rows), 0o644)
}

// The charts are readable on white and on black: no background, and colours in between.
const (
	ours, others, ink = "#2f8f5b", "#8a94a6", "#7a8290"
	font              = `font-family="system-ui, sans-serif" font-size="13"`
)

func svg(width, height int, title string, body func(w io.Writer)) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" %s fill="%s">`+"\n", width, height, html.EscapeString(title), font, ink)
	body(&b)
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// bars draws how many times the floor each contender took, on a logarithmic scale.
func bars(about string, rows []row) []byte {
	const left, width, step = 240, 720, 26
	longest := 1.0
	for _, r := range rows {
		longest = max(longest, r.ratio)
	}
	scale := func(v float64) float64 { return 20 + (width-left-110)*math.Log1p(v)/math.Log1p(longest) }
	return svg(width, 44+step*len(rows), about, func(w io.Writer) {
		fmt.Fprintf(w, `<text x="0" y="18" font-weight="600">%s, times the floor</text>`+"\n", html.EscapeString(about))
		for i, r := range rows {
			colour := others
			if r.name == "optin" {
				colour = ours
			}
			y := 34 + i*step
			fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="end">%s</text><rect x="%d" y="%d" width="%.0f" height="16" rx="2" fill="%s"/><text x="%.0f" y="%d">%.2f ×</text>`+"\n",
				left-8, y+13, html.EscapeString(r.name), left, y, scale(r.ratio), colour, left+scale(r.ratio)+6, y+13, r.ratio)
		}
	})
}

// lines draws a small chart for each row, which is a curve, both scales logarithmic.
func lines(about string, rows []row) []byte {
	const columns, width, height = 2, 360, 190
	return svg(columns*width, (len(rows)+columns-1)/columns*height, about, func(w io.Writer) {
		for i, r := range rows {
			points := r.points
			low, high := math.Inf(1), 0.0
			for _, p := range points {
				low, high = min(low, p.ns), max(high, p.ns)
			}
			low, high = low/2, max(high*2, low*100) // what does not grow is to look flat
			last := points[len(points)-1].x
			fmt.Fprintf(w, `<g transform="translate(%d,%d)"><text x="10" y="18" font-weight="600">%s</text><text x="10" y="34">by %s: exponent %.2f</text>`+"\n",
				i%columns*width, i/columns*height, html.EscapeString(r.name), html.EscapeString(r.along), exponent(points))
			fmt.Fprintf(w, `<path d="M10 44V160H340" fill="none" stroke="%s"/><polyline fill="none" stroke="%s" stroke-width="2" points="`, others, ours)
			at := func(p point) (x, y float64) {
				return 20 + 300*math.Log(p.x/points[0].x)/math.Log(last/points[0].x), 155 - 105*math.Log(p.ns/low)/math.Log(high/low)
			}
			for _, p := range points {
				x, y := at(p)
				fmt.Fprintf(w, "%.0f,%.0f ", x, y)
			}
			fmt.Fprint(w, `"/>`)
			for _, p := range points {
				x, y := at(p)
				fmt.Fprintf(w, `<circle cx="%.0f" cy="%.0f" r="3" fill="%s"/><text x="%.0f" y="176" text-anchor="middle" font-size="11">%s</text><text x="%.0f" y="%.0f" text-anchor="middle" font-size="11">%s</text>`,
					x, y, ours, x, count(p.x), x, y-8, duration(p.ns))
			}
			fmt.Fprint(w, "</g>\n")
		}
	})
}

func count(x float64) string {
	if x >= 1000 {
		return fmt.Sprintf("%.3gk", x/1000)
	}
	return fmt.Sprintf("%.0f", x)
}

func duration(ns float64) string {
	switch {
	case ns >= 1e6:
		return fmt.Sprintf("%.3g ms", ns/1e6)
	case ns >= 1e3:
		return fmt.Sprintf("%.3g µs", ns/1e3)
	}
	return fmt.Sprintf("%.0f ns", ns)
}
