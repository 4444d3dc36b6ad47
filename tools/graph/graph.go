package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// A node is one published module.
type node struct {
	name       string   // its directory
	requires   []string // modules of this repository, by directory; none that another one implies
	thirdParty []string // required modules of others, sorted
	layer      int      // 0 requires nothing; every arrow leads to a lower layer
}

// A graph is what is drawn.
type graph struct {
	nodes []*node // sorted by name
	apart []string
}

// newGraph reads the go.mod files of a workspace.
func newGraph(w *repository.Workspace) *graph {
	g := new(graph)
	for _, m := range w.Modules {
		if !m.Published() {
			g.apart = append(g.apart, m.Dir)
			continue
		}
		n := &node{name: m.Dir}
		for _, r := range m.File.Require {
			if sibling := w.Sibling(r.Mod.Path); sibling != nil {
				n.requires = append(n.requires, sibling.Dir)
			} else if !r.Indirect {
				n.thirdParty = append(n.thirdParty, r.Mod.Path)
			}
		}
		slices.Sort(n.thirdParty)
		g.nodes = append(g.nodes, n)
	}
	g.reduce()
	g.arrange()
	return g
}

func (g *graph) node(name string) *node {
	for _, n := range g.nodes {
		if n.name == name {
			return n
		}
	}
	return new(node) // a module that is never published: not drawn
}

// dependents returns the modules that require n, sorted by name.
func (g *graph) dependents(n *node) []*node {
	return slices.DeleteFunc(slices.Clone(g.nodes), func(m *node) bool { return !slices.Contains(m.requires, n.name) })
}

// reach adds to seen what n requires, at any distance.
func (g *graph) reach(n *node, seen map[string]bool) {
	for _, name := range n.requires {
		if !seen[name] {
			seen[name] = true
			g.reach(g.node(name), seen)
		}
	}
}

// reduce removes each requirement that another one of the same module implies.
func (g *graph) reduce() {
	reduced := map[*node][]string{}
	for _, n := range g.nodes {
		implied := map[string]bool{}
		for _, name := range n.requires {
			g.reach(g.node(name), implied)
		}
		for _, name := range n.requires {
			if !implied[name] {
				reduced[n] = append(reduced[n], name)
			}
		}
	}
	for _, n := range g.nodes {
		n.requires = slices.Sorted(slices.Values(reduced[n]))
	}
}

// arrange gives each module its layer: one above the highest that it requires. A
// module that requires nothing is moved up to just below who requires it, so that
// arrows are short.
func (g *graph) arrange() {
	depth := map[string]int{}
	for _, n := range g.nodes {
		n.layer = g.depth(n, depth)
	}
	for _, n := range g.nodes {
		above := g.dependents(n)
		if len(n.requires) > 0 || len(above) == 0 {
			continue
		}
		n.layer = slices.MinFunc(above, func(a, b *node) int { return a.layer - b.layer }).layer - 1
	}
}

func (g *graph) depth(n *node, known map[string]int) int {
	if d, ok := known[n.name]; ok {
		return d
	}
	d := 0
	for _, name := range n.requires {
		d = max(d, g.depth(g.node(name), known)+1)
	}
	known[n.name] = d
	return d
}

// layers returns the modules by layer, the highest first. Within one, modules that
// the same others require stand together, and those that nobody requires last.
func (g *graph) layers() [][]*node {
	by := map[int][]*node{}
	for _, n := range g.nodes {
		by[n.layer] = append(by[n.layer], n)
	}
	order := slices.Sorted(maps.Keys(by))
	slices.Reverse(order)
	var out [][]*node
	for _, layer := range order {
		slices.SortStableFunc(by[layer], func(a, b *node) int { return strings.Compare(g.kin(a), g.kin(b)) })
		out = append(out, by[layer])
	}
	return out
}

// kin is a text that is the same for modules that the same others require.
func (g *graph) kin(n *node) string {
	var b strings.Builder
	for _, d := range g.dependents(n) {
		b.WriteString(d.name + " ")
	}
	return b.String() + "~"
}
