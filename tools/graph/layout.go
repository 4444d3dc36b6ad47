package main

import "slices"

// Lengths, in pixels of the picture.
const (
	cardWidth   = 184
	cardHeight  = 40
	chipHeight  = 21
	columnGap   = 60
	rowGap      = 14
	margin      = 10
	legendSpace = 66
)

// A card is the box of one module.
type card struct {
	*node
	x, y, height int
}

func (c *card) middle() int { return c.y + c.height/2 }

// layout places the cards: a column for each layer, the highest on the left. The
// fullest column is spread over the height, and each other module stands beside
// the middle of those that it is connected with.
func layout(g *graph) (cards map[string]*card, width, height int) {
	cards = map[string]*card{}
	layers := g.layers()
	columns := make([][]*card, len(layers))
	fullest := 0
	for i, layer := range layers {
		total := -rowGap
		for _, n := range layer {
			c := &card{node: n, x: margin + i*(cardWidth+columnGap), height: cardHeight}
			if len(n.thirdParty) > 0 {
				c.height += len(n.thirdParty)*chipHeight + 3
			}
			cards[n.name] = c
			columns[i] = append(columns[i], c)
			total += c.height + rowGap
		}
		if total+2*margin > height {
			height, fullest = total+2*margin, i
		}
	}
	width = 2*margin + len(layers)*(cardWidth+columnGap) - columnGap
	if len(layers) == 0 {
		return cards, width, height
	}
	stack(columns[fullest], margin)
	placed := map[string]bool{}
	for _, c := range columns[fullest] {
		placed[c.name] = true
	}
	for i := fullest + 1; i < len(columns); i++ {
		beside(g, cards, placed, columns[i], height)
	}
	for i := fullest - 1; i >= 0; i-- {
		beside(g, cards, placed, columns[i], height)
	}
	return cards, width, height
}

// stack places cards below each other, from y on.
func stack(column []*card, y int) {
	for _, c := range column {
		c.y = y
		y += c.height + rowGap
	}
}

// beside places a column next to those that are placed.
func beside(g *graph, cards map[string]*card, placed map[string]bool, column []*card, height int) {
	for _, c := range column {
		sum, n := 0, 0
		for _, other := range neighbours(g, c.node) {
			if placed[other] {
				sum += cards[other].middle()
				n++
			}
		}
		if n == 0 {
			sum, n = height/2, 1
		}
		c.y = sum/n - c.height/2
	}
	slices.SortStableFunc(column, func(a, b *card) int { return a.middle() - b.middle() })
	free := margin
	for _, c := range column {
		c.y = max(c.y, free)
		free = c.y + c.height + rowGap
	}
	limit := height - margin
	for _, c := range slices.Backward(column) {
		c.y = min(c.y, limit-c.height)
		limit = c.y - rowGap
		placed[c.name] = true
	}
}

func neighbours(g *graph, n *node) []string {
	out := slices.Clone(n.requires)
	for _, d := range g.dependents(n) {
		out = append(out, d.name)
	}
	return out
}
