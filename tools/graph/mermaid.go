package main

import (
	"bytes"
	"fmt"
	"strings"
)

// mermaid writes the graph in the language of Mermaid, which GitHub draws.
func mermaid(g *graph) []byte {
	var b bytes.Buffer
	b.WriteString("%% Written by go run ./tools/graph.\nflowchart LR\n")
	for _, layer := range g.layers() {
		for _, n := range layer {
			fmt.Fprintf(&b, "  %s[\"%s\"]\n", id(n.name), n.name)
		}
	}
	for _, layer := range g.layers() {
		for _, n := range layer {
			for _, to := range n.requires {
				fmt.Fprintf(&b, "  %s --> %s\n", id(n.name), id(to))
			}
			for _, to := range n.thirdParty {
				fmt.Fprintf(&b, "  %s -.-> %s([\"%s\"]):::thirdParty\n", id(n.name), id(to), short(to))
			}
		}
	}
	b.WriteString("  classDef thirdParty stroke-dasharray: 4 3\n")
	return b.Bytes()
}

// id makes a module's name one that Mermaid takes for a node.
func id(name string) string {
	return strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(name)
}

// short is a module path as people say it.
func short(path string) string { return strings.TrimPrefix(path, "github.com/") }
