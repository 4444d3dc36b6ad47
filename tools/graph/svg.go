package main

import (
	"bytes"
	"fmt"
	"html"
	"strings"
)

// style has a look for light and for dark pages; the background is the page's own.
const style = `
    text { font: 600 14px system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328 }
    .card { fill: #f3f7fd; stroke: #5b8def; stroke-width: 1.25 }
    .chip { fill: none; stroke: #a8741a; stroke-width: 1; stroke-dasharray: 3.5 2.5 }
    .chip-text { font-size: 10.5px; font-weight: 400; fill: #7d5410 }
    .arrow { fill: none; stroke: #8795a9; stroke-width: 1.5 }
    .head { fill: #8795a9 }
    .note { font-size: 12px; font-weight: 400; fill: #59636e }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .card { fill: #16202e; stroke: #4a7bd0 }
      .chip { stroke: #b98a3c }
      .chip-text { fill: #e3b96b }
      .arrow { stroke: #7a8798 }
      .head { fill: #7a8798 }
      .note { fill: #9198a1 }
    }
  `

// svg draws the graph as a picture that needs nothing but itself.
func svg(g *graph) []byte {
	cards, width, height := layout(g)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" role="img" aria-labelledby="title desc">`+"\n", width, height+legendSpace)
	fmt.Fprintf(&b, "  <!-- Written by go run ./tools/graph. -->\n")
	fmt.Fprintf(&b, "  <title id=\"title\">The modules of optin, and what they require</title>\n")
	fmt.Fprintf(&b, "  <desc id=\"desc\">%s</desc>\n", html.EscapeString(inWords(g)))
	fmt.Fprintf(&b, "  <style>%s</style>\n", style)
	for _, n := range g.nodes {
		for _, to := range n.requires {
			if cards[to] != nil {
				arrow(&b, cards[n.name], cards[to])
			}
		}
	}
	for _, n := range g.nodes {
		cards[n.name].draw(&b)
	}
	legend(&b, g, height)
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// arrow draws a curve from the right side of one card to the left side of another,
// and its head. The head is no marker: some programs do not draw markers.
func arrow(b *bytes.Buffer, from, to *card) {
	const head = 8
	x0, y0, x1, y1 := from.x+cardWidth, from.middle(), to.x-head, to.middle()
	bend := columnGap * 3 / 5
	fmt.Fprintf(b, `  <path class="arrow" d="M%d %d C%d %d %d %d %d %d"/>`+"\n", x0, y0, x0+bend, y0, x1-bend, y1, x1, y1)
	fmt.Fprintf(b, `  <path class="head" d="M%d %d l-%d -4 v8 z"/>`+"\n", to.x-1, y1, head)
}

func (c *card) draw(b *bytes.Buffer) {
	fmt.Fprintf(b, `  <rect class="card" x="%d" y="%d" width="%d" height="%d" rx="9"/>`+"\n", c.x, c.y, cardWidth, c.height)
	fmt.Fprintf(b, `  <text x="%d" y="%d" text-anchor="middle">%s</text>`+"\n", c.x+cardWidth/2, c.y+25, html.EscapeString(c.name))
	for i, path := range c.thirdParty {
		y := c.y + cardHeight - 4 + i*chipHeight
		fmt.Fprintf(b, `  <rect class="chip" x="%d" y="%d" width="%d" height="%d" rx="8"/>`+"\n", c.x+9, y, cardWidth-18, chipHeight-4)
		fmt.Fprintf(b, `  <text class="chip-text" x="%d" y="%d" text-anchor="middle">%s</text>`+"\n", c.x+cardWidth/2, y+12, html.EscapeString(short(path)))
	}
}

// legend says how to read the picture, below everything else.
func legend(b *bytes.Buffer, g *graph, y int) {
	x := margin
	fmt.Fprintf(b, `  <path class="arrow" d="M%d %d h24"/>`+"\n", x, y+26)
	fmt.Fprintf(b, `  <path class="head" d="M%d %d l-8 -4 v8 z"/>`+"\n", x+30, y+26)
	fmt.Fprintf(b, `  <text class="note" x="%d" y="%d">requires (what other arrows imply is left out)</text>`+"\n", x+38, y+30)
	fmt.Fprintf(b, `  <rect class="chip" x="%d" y="%d" width="30" height="%d" rx="8"/>`+"\n", x+330, y+18, chipHeight-4)
	fmt.Fprintf(b, `  <text class="note" x="%d" y="%d">a requirement from outside this repository</text>`+"\n", x+368, y+30)
	if len(g.apart) > 0 {
		fmt.Fprintf(b, `  <text class="note" x="%d" y="%d">Never released, and required by nobody: %s.</text>`+"\n", x, y+53, html.EscapeString(strings.Join(g.apart, ", ")))
	}
}

// inWords says what the picture shows, for those who do not see it.
func inWords(g *graph) string {
	var sentences []string
	for _, layer := range g.layers() {
		for _, n := range layer {
			all := append([]string{}, n.requires...)
			for _, path := range n.thirdParty {
				all = append(all, short(path))
			}
			if len(all) == 0 {
				all = []string{"nothing"}
			}
			sentences = append(sentences, n.name+" requires "+strings.Join(all, ", ")+".")
		}
	}
	return strings.Join(sentences, " ")
}
