package main

import (
	"strings"
	"time"
)

// changelog is a file in the form of Keep a Changelog.
type changelog string

const unreleased = "## [Unreleased]"

// heading returns the heading of a version's section, without its date.
func heading(version string) string { return "## [" + strings.TrimPrefix(version, "v") + "]" }

// section returns the text under a heading, up to the next of its rank.
func (c changelog) section(heading string) string {
	_, rest, _ := strings.Cut("\n"+string(c), "\n"+heading)
	_, rest, _ = strings.Cut(rest, "\n")
	text, _, _ := strings.Cut("\n"+rest, "\n## ")
	return strings.TrimSpace(text)
}

// asksMinor reports whether the next release adds, changes or removes something.
func (c changelog) asksMinor() bool {
	text := c.section(unreleased)
	return strings.Contains(text, "### Added") || strings.Contains(text, "### Changed") || strings.Contains(text, "### Removed")
}

// release gives the section "Unreleased" to a version of today, and opens a new one
// above it.
func (c changelog) release(version string) changelog {
	date := time.Now().UTC().Format(time.DateOnly)
	return changelog(strings.Replace(string(c), unreleased, unreleased+"\n\n"+heading(version)+" - "+date, 1))
}
