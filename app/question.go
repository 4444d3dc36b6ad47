package app

import (
	"slices"
	"strings"
	"time"

	"github.com/optin-go/optin/catalog"
)

// Question is the question to the user, for a [Config.Ask] that asks in the
// tool's own words.
type Question struct {
	// Text is the usual question: at most five lines of at most 76 columns, and the
	// line that waits for the answer.
	Text string
	// More is what the usual question shows on the answer "s": an example of an
	// event, all that is collected, why, and who receives it.
	More string
	// Recipient names who would receive the events. Empty means nobody.
	Recipient string
	// Changed says that the user granted consent before, to less than is asked
	// now.
	Changed bool
}

// Answer is the user's answer. An unknown value counts as Unanswered.
type Answer uint8

// The answers.
const (
	Unanswered Answer = iota // nothing is saved, and the user may be asked again
	Yes                      // telemetry is on from the next run
	No                       // telemetry stays off, and the user is not asked again
)

// texts is what the tool tells the user.
type texts struct {
	tool      string // as it is typed
	display   string // as it is called
	recipient string // "" if events stay on this machine
	retention string
	url       string
	every     time.Duration // how often a second process sends; 0 if none does
	budget    time.Duration // how long the end of a command may send; 0 if it does not
	catalog   *catalog.Catalog
}

// question is the usual question.
type question struct {
	texts
	changed bool // the user agreed to less before
	before  bool // something may have been sent, under an earlier yes
}

// text returns the question; its last line stays open for the answer.
func (q question) text() string { return strings.Join(q.lines(), "\n") + "\n" + q.ask() }

// ask returns the last line of the question.
func (q question) ask() string {
	if q.recipient == "" {
		return "Record usage data? [y/N/s=show] "
	}
	return "Send usage data? [y/N/s=show] "
}

// maxLines is how many lines may precede the one that waits for the answer.
const maxLines = 5

// lines returns all lines but the last.
func (q question) lines() []string {
	what, not := q.collected()
	kept, how := ".", q.how()
	if q.retention != "" && q.recipient != "" {
		kept = ". Kept " + clip(q.retention, 20) + "."
	}
	rest := fit("  Not:  ", not, kept, 1)
	if how != "" {
		rest = append(rest, "  Sent "+how+".")
	}
	rest = append(rest, q.undo())
	lines := append([]string{q.head()}, fit("  What: ", append(what, "version"), "; a pseudonymous ID.", maxLines-1-len(rest))...)
	return append(lines, rest...)
}

// head returns the first line. It shortens the recipient only if it must.
func (q question) head() string {
	subject, to := capital(clip(q.display, maxColumns/3)), " to "+q.recipient
	long, short := " can send usage data"+to+". Nothing has been sent.", " can send usage data"+to+"."
	switch {
	case q.recipient == "" && q.changed:
		return clip("What "+clip(q.display, maxColumns/3)+" records on this machine has changed, so it is off.", maxColumns)
	case q.recipient == "":
		return clip(subject+" can record usage data on this machine. Nothing is sent.", maxColumns)
	case q.changed:
		return clip("What "+clip(q.display, maxColumns/3)+" sends has changed, so it is off. It goes"+to+".", maxColumns)
	case q.before:
		return clip(subject+short, maxColumns)
	}
	if columns(subject+long) <= maxColumns {
		return subject + long
	}
	return clip(subject+short, maxColumns)
}

// how says how events are sent, or "" if they are not.
func (t texts) how() string {
	switch {
	case t.every > 0:
		return "by a second process of " + clip(t.tool, maxColumns/4) + ", usually every " + shortDuration(t.every)
	case t.budget > 0:
		return "when a command ends, in at most " + shortDuration(t.budget)
	}
	return ""
}

func (q question) undo() string {
	undo := "  Undo at any time: " + q.disable()
	if q.url == "" {
		return undo
	}
	rest := q.url
	if _, after, ok := strings.Cut(rest, "://"); ok {
		rest = after
	}
	for _, url := range []string{q.url, rest} {
		if both := undo + "   Details: " + url; columns(both) <= maxColumns {
			return both
		}
	}
	return undo // an address that is cut is useless; "s" shows it
}

func (t texts) disable() string { return clip(t.tool, maxColumns/3) + " telemetry disable" }

// more returns an example of an event, and all that the question has no room for.
func (t texts) more(sample string) string {
	what, not := t.collected()
	lines := []string{sample}
	add := func(title, text string) {
		if text != "" {
			lines = append(lines, wrap(title, text)...)
		}
	}
	add("  What: ", list(append(what, "version", "time", "a random ID of each event", "a salted machine ID (pseudonymous)")))
	add("  Not:  ", list(not))
	add("  Why:  ", plain(t.catalog.Purpose()))
	if t.recipient != "" {
		add("  To:   ", t.recipient+", who sees the network address that it comes from.")
		add("  How:  ", capital(t.how())+".")
		if t.retention != "" {
			add("  Kept: ", t.retention+".")
		}
	}
	add("  More: ", t.url)
	add("  Each value, and why: ", t.tool+" telemetry events")
	return strings.Join(lines, "\n")
}

// collected returns, in words, what the catalog declares and what it does not.
func (t texts) collected() (what, not []string) {
	not = []string{"arguments", "file names", "output", "error text", "account"}
	without := func(words ...string) {
		not = slices.DeleteFunc(not, func(s string) bool { return slices.Contains(words, s) })
	}
	var first, rest []string
	for _, e := range t.catalog.Events() {
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
			// Free text comes first, so that it is never cut.
			if !slices.Contains(first, word) {
				first = append(first, word)
			}
		}
	}
	return append(first, rest...), not
}

// attributeWords names an attribute in one to three words.
func attributeWords(attr catalog.Attribute) string {
	key := plain(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '.' || r == '/' {
			return ' '
		}
		return r
	}, attr.Key()))
	switch attr.Kind() {
	case catalog.KindArguments:
		return "arguments"
	case catalog.KindErrorText:
		return "error text"
	case catalog.KindDuration:
		if key == keyTook || key == "duration" {
			return "duration bucket"
		}
		return key + " (duration bucket)"
	case catalog.KindSize:
		return key + " (size bucket)"
	case catalog.KindCount:
		return key + " (number bucket)"
	}
	switch key {
	case "os", "os type":
		return "OS"
	case "arch", "host arch":
		return "architecture"
	case "agent":
		return "coding agent"
	case "process interactive":
		return "terminal or not"
	case "process exit code":
		return "exit code"
	}
	return key
}

// shortDuration returns a duration for people: "10 minutes", "200ms".
func shortDuration(d time.Duration) string {
	switch {
	case d == time.Minute:
		return "minute"
	case d >= time.Minute && d%time.Minute == 0:
		return countOf(int(d/time.Minute), "minute")
	case d == time.Second:
		return "second"
	case d >= time.Second && d%time.Second == 0:
		return countOf(int(d/time.Second), "second")
	}
	return d.String()
}
