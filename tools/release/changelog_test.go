package main

import (
	"maps"
	"testing"
)

const log = `# Changelog

## [Unreleased]

### Added

- One.
- Two,
  on two lines.

### Fixed

* Three.

## [0.1.0] - 2026-01-02

### Removed

- Four.
`

func TestChangelogEntries(t *testing.T) {
	if got, want := changelog(log).entries(), map[string]int{"Added": 2, "Fixed": 1}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := changelog("# Changelog\n\n## [Unreleased]\n\n### Added\n").entries(); len(got) != 0 {
		t.Errorf("an empty section has entries: %v", got)
	}
}

func TestChangelogSection(t *testing.T) {
	tests := []struct {
		heading, want string
		ok            bool
	}{
		{heading("v0.1.0"), "### Removed\n\n- Four.", true},
		{heading("v0.1"), "", false},
		{heading("v0.2.0"), "", false},
	}
	for _, tt := range tests {
		if got, ok := changelog(log).section(tt.heading); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %q, %t; want %q, %t", tt.heading, got, ok, tt.want, tt.ok)
		}
	}
}

func TestChangelogRelease(t *testing.T) {
	got := changelog("# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n").release("v0.2.0", "2026-02-03")
	want := "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n\n### Added\n\n- One.\n"
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
