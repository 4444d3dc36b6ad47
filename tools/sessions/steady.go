package sessions

import "regexp"

// What differs from run to run, and what stands in its place when two runs are
// compared.
var unsteady = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`"machine_id":"[0-9a-f]{64}"`), `"machine_id":"…"`},
	{regexp.MustCompile(`"id":"[0-9a-f]{32}"`), `"id":"…"`},
	{regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})`), "TIME"},
	{regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?`), "DAY"},
	// The key of a consent.
	{regexp.MustCompile(`key = "[0-9a-f]{64}"`), `key = "…"`},
	// A masked machine ID.
	{regexp.MustCompile(`\b[0-9a-f]{4,12}…`), "ID…"},
	// A command can take longer on a busy machine.
	{regexp.MustCompile(`"took":"[^"]*"`), `"took":"…"`},
	// What the go command says of a test.
	{regexp.MustCompile(`(?m)\t([0-9.]+s|\(cached\))$`), "\tTIME"},
	// Bytes that wait depend on the fractions of a second in their times.
	{regexp.MustCompile(`\b[0-9]+ B\b`), "SIZE"},
}

// steady replaces what differs between two runs.
func steady(text string) string {
	for _, u := range unsteady {
		text = u.pattern.ReplaceAllString(text, u.instead)
	}
	return text
}

// matches reports whether what a command printed is what the page says, where a
// line "…" stands for any number of lines.
func matches(want, got string) bool {
	pattern := regexp.QuoteMeta("\n" + steady(want))
	pattern = regexp.MustCompile(`\n…`).ReplaceAllString(pattern, `(?:\n[^\n]*)*?`)
	return regexp.MustCompile(`\A` + pattern + `\z`).MatchString("\n" + steady(got))
}
