package app

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/optin-go/optin/consent"
)

// writeText writes the status for a person. The first lines say whether
// anything is recorded, why, and who receives it.
func (s *status) writeText(w io.Writer, showID bool) error {
	var t table
	state, sends, see := "off", "Would send to", " show | events | enable | disable"
	if s.verdict.on() {
		state, sends, see = "on", "Sends to", " show | events | disable"
	}
	t.row("Telemetry", state)
	for i, reason := range s.verdict.reasons() {
		label := "Also"
		if i == 0 {
			label = "Reason"
		}
		if i < len(s.verdict.Vetoes) && s.verdict.Vetoes[i].Code == consent.VetoDoNotTrack {
			reason += " in the environment" // so the reader knows where to look
		}
		t.row(label, reason)
	}
	if s.verdict.on() {
		t.row("To stop it", s.command+" disable")
	}
	t.row(sends, s.recipientText())
	t.row("Decision", s.decisionText(), tilde(s.verdict.Path))
	t.row("Machine ID", s.identity.text(s.verdict.Consent.State, showID))
	t.row("Waiting", s.waitingText(), tilde(s.state))
	if text := s.countsText(); text != "" {
		t.row("Delivered", text)
	}
	if s.recipient != "" {
		t.row("Sent by", s.senderText())
	}
	if why := s.sender.problem(); why != "" {
		t.row("But", why)
	}
	if at := s.waiting.NextAttempt; !at.IsZero() {
		t.row("Next attempt", "after "+when(at))
	}
	switch {
	case s.deletionErr == nil && s.deletion.machineID != "":
		t.row("Deletion", "of "+identity{id: s.deletion.machineID}.shown(showID)+" asked "+when(s.deletion.askedAt)+", not acknowledged yet; later runs ask again")
	case s.deletionErr != nil && !errors.Is(s.deletionErr, fs.ErrNotExist):
		t.row("Deletion", s.deletionErr.Error())
	}
	if s.noLocks {
		t.row("Queue", "files in that directory cannot be locked, so nothing can be queued")
	}
	t.row("See", s.command+see)
	_, err := io.WriteString(w, t.String())
	return err
}

func (s *status) recipientText() string {
	if s.recipient == "" {
		return "nobody (events stay on this machine)"
	}
	if why := s.nothingSent(); why != "" {
		return s.recipient + " (" + why + ")"
	}
	return s.recipient
}

// nothingSent says since when nothing was sent, as far as known: the queue forgets
// at each decision.
func (s *status) nothingSent() string {
	switch {
	case s.waitingErr != nil || !s.waiting.LastAttempt.IsZero():
		return ""
	case s.untouched:
		return "nothing has ever been sent"
	case s.verdict.Consent.State == consent.Enabled:
		return "nothing sent since you enabled it"
	case s.verdict.Consent.State == consent.Disabled:
		return "nothing sent since you disabled it"
	}
	return ""
}

func (s *status) decisionText() string {
	switch {
	case s.verdict.err != nil:
		return "unreadable"
	case s.decision() == "":
		return "none"
	case s.verdict.Consent.DecidedAt.IsZero():
		return s.decision()
	}
	text := s.decision() + " " + s.verdict.Consent.DecidedAt.UTC().Format(time.DateOnly)
	if hasMark(s.verdict.Consent, markYes) {
		text += " with --yes"
	}
	return text
}

// countsText says what became of the events of this decision.
func (s *status) countsText() string {
	var parts []string
	if n := s.waiting.Delivered; n > 0 {
		parts = append(parts, countOf(n, "event"))
	}
	for _, reason := range slices.Sorted(maps.Keys(s.waiting.Dropped)) {
		if n := s.waiting.Dropped[reason]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d dropped (%s)", n, reason))
		}
	}
	return strings.Join(parts, ", ")
}

// senderText says how events are sent, and how the last delivery ended.
func (s *status) senderText() string {
	last := ""
	if at := s.waiting.LastAttempt; !at.IsZero() {
		last = "; last " + when(at) + ", " + answered(s.waiting.LastResult)
	}
	if s.sender.mode == "exit" {
		return "the end of each command, in at most " + shortDuration(s.sender.budget) + last
	}
	return "a second process, every " + shortDuration(s.sender.every) + " or " + strconv.Itoa(manyWait) + " events" + last
}

func (i identity) text(decided consent.State, showID bool) string {
	switch {
	case i.kind == "random":
		return "none yet (made with the first event)"
	case i.id == "" && decided == consent.Enabled:
		return "none (not used while it is off)"
	case i.id == "":
		return "none (made only if you enable)"
	case i.renewed:
		return i.shown(showID) + " (pseudonymous, renewed by reset)"
	}
	return i.shown(showID) + " (pseudonymous)"
}

func (s *status) waitingText() string {
	if s.waitingErr != nil {
		var at *fs.PathError // whose path the row shows
		if errors.As(s.waitingErr, &at) {
			return "unknown: " + at.Err.Error()
		}
		return "unknown: " + s.waitingErr.Error()
	}
	return countOf(s.waiting.Pending, "event") + ", " + size(s.waiting.PendingBytes)
}

// table is lines of a label, a value and perhaps a path, in columns.
type table struct{ strings.Builder }

func (t *table) row(label, value string, path ...string) {
	const labelWidth, valueWidth = 15, 21
	value = printable(strings.ReplaceAll(value, "\n", "; "))
	fmt.Fprintf(t, "%-*s%s", labelWidth, label, value)
	if len(path) > 0 && path[0] != "" {
		gap := max(valueWidth-utf8.RuneCountInString(value), 2)
		t.WriteString(strings.Repeat(" ", gap) + printable(path[0]))
	}
	t.WriteString("\n")
}

// size returns a number of bytes in the unit that people read.
func size(n int64) string {
	switch {
	case n < 1<<10:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1<<20:
		return strconv.FormatFloat(float64(n)/(1<<10), 'f', 1, 64) + " KiB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MiB"
}

// when returns a time for a person, to the second.
func when(at time.Time) string { return at.UTC().Format(time.DateTime) + " UTC" }

// tilde returns path with the home directory as "~".
func tilde(path string) string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return path
	}
	rest, err := filepath.Rel(home, path)
	if err != nil || !filepath.IsLocal(rest) || rest == "." {
		return path
	}
	return "~" + string(filepath.Separator) + rest
}
