package telemetrycmd

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/optin-go/optin/catalog"
)

// The question has at most so many lines of at most so many columns.
const (
	maxLines   = 7
	maxColumns = 76
)

// question is what the user is asked.
type question struct {
	tool      string
	recipient string // "" if events stay on this machine
	outdated  bool   // the user agreed to another notice before
	before    bool   // something may have been sent, under an earlier yes
	what, not []string
	retention string
	url       string
}

func (a *App) question(outdated bool) question {
	what, not := a.collected()
	return question{
		tool: a.cfg.Tool, recipient: plain(a.recipient()), outdated: outdated, before: a.mayHaveSent(),
		what: what, not: not, retention: plain(a.cfg.Retention), url: plain(a.cfg.NoticeURL),
	}
}

// mayHaveSent reports whether there is a trace of an earlier yes: a decision, what
// a run records with, or a new identity. That the user was asked is none.
func (a *App) mayHaveSent() bool {
	traces := []string{a.paths.log, string(a.paths.queues), a.paths.rotation}
	if path, err := a.consentPath(); err == nil {
		traces = append(traces, path)
	}
	return slices.ContainsFunc(traces, func(path string) bool {
		_, err := os.Lstat(path)
		return path != "" && !errors.Is(err, fs.ErrNotExist)
	})
}

// text returns the question, its last line left open for the answer.
func (q question) text() string {
	return strings.Join(q.lines(), "\n") + "\n" + q.ask()
}

// ask returns the last line of the question.
func (q question) ask() string {
	if q.recipient == "" {
		return "Record usage data? [y/N/s=show] "
	}
	return "Send usage data? [y/N/s=show] "
}

// lines returns all lines but the last.
func (q question) lines() []string {
	const fixed = 3 // Not, the machine ID, and the last line
	head, ways := q.head(2), q.ways()
	room := func() int { return maxLines - fixed - len(head) - len(ways) }
	if room() < len(wrap("  What: ", list(q.what))) {
		ways = q.shortWays()
	}
	if room() < 1 {
		head = q.head(1)
	}
	lines := append(head, fit("  What: ", q.what, room())...)
	lines = append(lines, fit("  Not:  ", q.not, 1)...)
	lines = append(lines, q.identity())
	return append(lines, ways...)
}

// head returns what this is about, in at most limit lines. The recipient is cut
// only if it must be.
func (q question) head(limit int) []string {
	tool := clip(q.tool, maxColumns*limit/6)
	lines := wrap("", q.about(tool, q.recipient))
	for n := min(columns(q.recipient), maxColumns); n > 0 && (len(lines) > limit || slices.ContainsFunc(lines, tooWide)); n-- {
		lines = wrap("", q.about(tool, clip(q.recipient, n)))
	}
	return lines
}

func (q question) about(tool, recipient string) string {
	switch {
	case q.recipient == "" && q.outdated:
		return "What " + tool + " records on this machine has changed, so it is off."
	case q.recipient == "":
		return capital(tool) + " can record usage data on this machine. Nothing is sent."
	case q.outdated:
		return "What " + tool + " sends to " + recipient + " has changed, so it is off."
	case q.before:
		return capital(tool) + " can send usage data to " + recipient + ". Only if you agree."
	default:
		return capital(tool) + " can send usage data to " + recipient + ". Nothing has been sent."
	}
}

func (q question) identity() string {
	s := "  With a salted machine ID (pseudonymous)"
	if q.retention != "" {
		s += "; kept " + clip(q.retention, maxColumns-columns(s)-len("; kept ."))
	}
	return s + "."
}

// ways returns where to read more, and how to undo the answer.
func (q question) ways() []string {
	undo := "Undo at any time: " + q.disable()
	if q.url == "" {
		return []string{"  " + undo}
	}
	details := "  Details: " + q.url
	if both := details + "   " + undo; columns(both) <= maxColumns {
		return []string{both}
	}
	if columns(details) <= maxColumns {
		return []string{details, "  " + undo}
	}
	return q.shortWays()
}

// shortWays returns the same in one line, if that can be done without cutting the
// address in two, which would make it useless.
func (q question) shortWays() []string {
	if q.url == "" {
		return q.ways()
	}
	undo := "   Undo: " + q.disable()
	for _, url := range []string{q.url, withoutScheme(q.url)} {
		if both := "  Details: " + url + undo; columns(both) <= maxColumns {
			return []string{both}
		}
	}
	undo = "  Undo at any time: " + q.disable()
	for _, url := range []string{q.url, withoutScheme(q.url), host(q.url)} {
		if details := "  Details: " + url; columns(details) <= maxColumns {
			return []string{details, undo}
		}
	}
	return []string{undo}
}

func (q question) disable() string { return clip(q.tool, maxColumns/2) + " telemetry disable" }

// collected returns in words what the catalog declares, and what it does not.
func (a *App) collected() (what, not []string) {
	not = []string{"arguments", "file names", "output", "error text", "account"}
	without := func(words ...string) {
		not = slices.DeleteFunc(not, func(s string) bool { return slices.Contains(words, s) })
	}
	var first, rest []string
	for _, e := range a.catalog.Events() {
		for _, attr := range e.Attributes() {
			word := attributeWords(attr)
			switch attr.Kind() {
			case catalog.KindArguments:
				// File names are arguments, and stand in errors.
				without(word, "file names")
			case catalog.KindErrorText:
				without(word, "file names")
			default:
				if !slices.Contains(rest, word) {
					rest = append(rest, word)
				}
				continue
			}
			// Free text is named first: it must not be what is cut.
			if !slices.Contains(first, word) {
				first = append(first, word)
			}
		}
	}
	return append(append(first, rest...), "version"), not
}

// attributeWords returns what an attribute is, in a word or three.
func attributeWords(attr catalog.Attribute) string {
	key := plain(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '.' {
			return ' '
		}
		return r
	}, attr.Key()))
	switch attr.Kind() {
	case catalog.KindArguments:
		return "arguments"
	case catalog.KindErrorText:
		return "error text"
	case catalog.KindCommands:
		return "command name"
	case catalog.KindDuration:
		if key == "took" || key == "duration" {
			return "duration bucket"
		}
		return key + " (duration bucket)"
	case catalog.KindSize:
		return key + " (size bucket)"
	case catalog.KindCount:
		return key + " (number bucket)"
	}
	switch key {
	case "command":
		return "command name"
	case "os":
		return "OS"
	}
	return key
}

// fit returns the items, separated by commas and ended by a full stop, in at most
// limit lines that begin with title. What does not fit is counted.
func fit(title string, items []string, limit int) []string {
	for n := len(items); n > 0; n-- {
		text := list(items)
		if more := len(items) - n; more > 0 {
			text = strings.Join(items[:n], ", ") + " and " + strconv.Itoa(more) + " more."
		}
		if lines := wrap(title, text); len(lines) <= limit && !slices.ContainsFunc(lines, tooWide) {
			return lines
		}
	}
	return []string{title + strconv.Itoa(len(items)) + " things."}
}

func list(items []string) string { return strings.Join(items, ", ") + "." }

// wrap breaks text into lines between words. The first begins with title, the
// others with as many blanks. A word that is wider than a line has one of its own.
func wrap(title, text string) []string {
	var lines []string
	line, empty := title, true
	for word := range strings.FieldsSeq(text) {
		switch {
		case empty:
			line += word
		case columns(line)+1+columns(word) > maxColumns:
			lines = append(lines, line)
			line = strings.Repeat(" ", columns(title)) + word
		default:
			line += " " + word
		}
		empty = false
	}
	return append(lines, line)
}

func tooWide(line string) bool { return columns(line) > maxColumns }

// columns returns how much room s takes in a terminal, or a little more.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 { // where scripts with wide characters begin
			n++
		}
	}
	return n
}

// clip cuts s to a number of columns, and shows that it did.
func clip(s string, limit int) string {
	if columns(s) <= limit {
		return s
	}
	const cut = "..."
	n := len(cut)
	for i, r := range s {
		if n += columns(string(r)); n > limit {
			return s[:i] + cut
		}
	}
	return s
}

// plain returns s in one line, and without what a terminal might obey.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// capital returns s with its first letter in upper case, as a sentence begins.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func withoutScheme(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		return rest
	}
	return url
}

func host(url string) string {
	name, _, _ := strings.Cut(withoutScheme(url), "/")
	return name
}
