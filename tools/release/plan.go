package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"golang.org/x/mod/modfile"
)

// plan prints what would be released.
func (r *release) plan() error {
	if err := r.load(); err != nil {
		return err
	}
	u, err := r.unfinished()
	if err != nil {
		return err
	}
	if u != nil {
		fmt.Fprintf(r.out, "A release was interrupted. To finish it, run\n\n    go run ./tools/release tag\n\n%s", u)
		return nil
	}
	if err := r.decide(); err != nil {
		return err
	}
	if err := r.print(); err != nil {
		return err
	}
	if n := len(r.refusals); n > 0 {
		fmt.Fprintf(r.out, "\nRefused so far: %d. See go run ./tools/release check\n", n)
	}
	return nil
}

// print prints the modules that get a version, required ones first, and what became
// of the others.
func (r *release) print() error {
	if len(r.released()) == 0 {
		fmt.Fprintln(r.out, "Nothing to release: no module has changed since its last tag.")
		return nil
	}
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "MODULE\tLAST\tNEXT\tWHY\tREQUIRES")
	for _, m := range r.released() {
		was := m.last
		if was == "" {
			was = "none"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", m.Dir, was, m.next, m.change, strings.Join(r.siblings(m), ", "))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		fmt.Fprintln(r.out, strings.TrimRight(line, " \n"))
	}
	var still []string
	for _, m := range r.modules {
		if m.next == "" {
			still = append(still, m.Dir+" "+m.last)
		}
	}
	if len(still) > 0 {
		fmt.Fprintf(r.out, "\nUnchanged: %s\n", strings.Join(still, ", "))
	}
	for _, m := range r.released() {
		if m.change == first {
			continue
		}
		fmt.Fprintf(r.out, "\n%s, since %s:\n", m.Dir, m.tagOf(m.last))
		for _, c := range m.commits {
			fmt.Fprintf(r.out, "    commit  %s\n", c)
		}
		for _, c := range m.api.broken {
			fmt.Fprintf(r.out, "    breaks  %s\n", c)
		}
		for _, c := range m.api.added {
			fmt.Fprintf(r.out, "    adds    %s\n", c)
		}
		for _, c := range m.require {
			fmt.Fprintf(r.out, "    raises  %s from %s to %s\n", c.module.Dir, c.from, c.to)
		}
	}
	return nil
}

// siblings returns the siblings that a module will require, with their versions.
func (r *release) siblings(m *module) []string {
	var out []string
	for _, other := range r.modules {
		if slices.ContainsFunc(m.File.Require, func(need *modfile.Require) bool { return need.Mod.Path == other.Path() }) {
			out = append(out, other.Dir+" "+other.newest())
		}
	}
	return out
}
