package main

import (
	"strings"
)

// A changelog is a file in the form of Keep a Changelog.
type changelog string

// unreleased is the heading of the section for the next release.
const unreleased = "## [Unreleased]"

// heading returns the heading of a version's section, without its date.
func heading(version string) string { return "## [" + strings.TrimPrefix(version, "v") + "]" }

// section returns what stands under a heading, up to the next one of its rank, and
// whether the heading is there.
func (c changelog) section(heading string) (text string, ok bool) {
	var b strings.Builder
	for line := range strings.Lines(string(c)) {
		switch {
		case strings.HasPrefix(line, heading):
			ok = true
		case ok && strings.HasPrefix(line, "## "):
			return strings.TrimSpace(b.String()), true
		case ok:
			b.WriteString(line)
		}
	}
	return strings.TrimSpace(b.String()), ok
}

// entries counts the list items of the section for the next release, by the kind of
// change that they stand under, such as "Added".
func (c changelog) entries() map[string]int {
	out := map[string]int{}
	kind := ""
	text, _ := c.section(unreleased)
	for line := range strings.Lines(text) {
		if title, ok := strings.CutPrefix(line, "### "); ok {
			kind = strings.TrimSpace(title)
		} else if strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") {
			out[kind]++
		}
	}
	return out
}

// release returns the changelog with the section for the next release given to a
// version, and a new one above it.
func (c changelog) release(version, date string) changelog {
	return changelog(strings.Replace(string(c), unreleased, unreleased+"\n\n"+heading(version)+" - "+date, 1))
}
