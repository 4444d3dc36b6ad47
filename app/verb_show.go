package app

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/optin-go/optin/telemetry"
)

// showOptions says which events are shown.
type showOptions struct{ pending, past, next bool }

func (k *commands) showVerb() Verb {
	var opts showOptions
	v, flags := k.verb("show", "Print what was recorded, byte for byte",
		`Prints the events, one a line, byte for byte as they are or were sent: first
those that wait to be sent, then those that were recorded before and are still
on this machine. A note on standard error says how many of each there are.

If there are none it prints "none", and why. It only reads.`,
		func(c *call) int { return k.show(c, opts) })
	flags.BoolVar(&opts.pending, "pending", false, "only what waits to be sent")
	flags.BoolVar(&opts.past, "past", false, "only what does not wait")
	flags.BoolVar(&opts.next, "next", false, "only an example of what a command would record")
	return v
}

func (k *commands) show(c *call, opts showOptions) int {
	switch opts {
	case showOptions{}:
		opts = showOptions{pending: true, past: true}
	case showOptions{pending: true}, showOptions{past: true}, showOptions{next: true}:
	default:
		return c.wrongUse("takes one of --pending, --past and --next")
	}
	w := newEventWriter(c.stdout, c.out)
	if opts.next {
		w.section("pending", false)
		w.section("past", false)
		w.section("next", true)
		w.line([]byte(k.sample()))
		return c.done(w.end(""))
	}
	v := k.gate.now()
	counts, err := k.writeEvents(w, opts, v)
	none := "nothing has been recorded yet"
	switch {
	case !v.on():
		none = v.reason()
	case !opts.past:
		none = "nothing waits to be sent"
	case counts.waiting > 0:
		none = "nothing has been recorded but what waits to be sent"
	}
	if endErr := w.end(none); endErr != nil {
		return c.failed(endErr)
	}
	k.noteEvents(c, counts, opts, v)
	return c.done(err)
}

// eventCounts is how many events were shown, how many wait, shown or not, and how many
// lines were no events.
type eventCounts struct{ pending, past, waiting, damaged int }

func (k *commands) writeEvents(w *eventWriter, opts showOptions, v verdict) (n eventCounts, err error) {
	defer w.section("next", false)
	// An event in the queue is in the log too; its ID shows that.
	waiting := map[telemetry.ID]struct{}{}
	w.section("pending", opts.pending)
	for e, pendingErr := range k.install.backlog(v).pending() {
		if pendingErr != nil {
			err = errors.Join(err, pendingErr)
			continue
		}
		waiting[e.ID] = struct{}{}
		n.waiting++
		if !opts.pending {
			continue
		}
		line, encodeErr := e.AppendJSON(nil)
		if encodeErr != nil {
			err = errors.Join(err, encodeErr)
			continue
		}
		w.line(line)
		n.pending++
	}
	w.section("past", opts.past)
	if !opts.past || k.install.dir == "" {
		return n, err
	}
	logErr := k.install.log.read(func(line []byte) {
		e, parseErr := telemetry.ParseEvent(line)
		if parseErr != nil {
			n.damaged++
			return
		}
		if _, waits := waiting[e.ID]; waits && !e.ID.IsZero() {
			return
		}
		w.line(line)
		n.past++
	})
	return n, errors.Join(err, logErr)
}

// noteEvents says on standard error what the lines were, since the lines do not.
func (k *commands) noteEvents(c *call, n eventCounts, opts showOptions, v verdict) {
	if n.pending > 0 {
		verb := "waits"
		if n.pending > 1 {
			verb = "wait"
		}
		text := countOf(n.pending, "event") + " " + verb + " to be sent"
		if !v.on() {
			text += ", but not while telemetry is off: " + v.reason()
		}
		c.note("%s.", text)
	}
	if n.past > 0 && opts.pending {
		c.note("%s.", countOf(n.past, "recorded event"))
	}
	if n.damaged > 0 {
		c.note("%s of the log left out, because it is damaged.", countOf(n.damaged, "line"))
	}
	if n.pending+n.past == 0 {
		c.note("To see what would be recorded: %s", k.path("show --next"))
	}
}

// eventWriter prints events, one a line. Without escapes it prints them byte for
// byte. After the first error it prints nothing more.
type eventWriter struct {
	w       *bufio.Writer
	escapes bool
	json    bool
	lines   int
	open    string // the section that is open
	first   bool   // no line of it was written yet
}

func newEventWriter(w io.Writer, out output) *eventWriter {
	f, isFile := w.(*os.File)
	e := &eventWriter{w: bufio.NewWriter(w), escapes: isFile && isTerminal(f), json: out == outputJSON}
	if e.json {
		_, _ = e.w.WriteString(`{"schema":1`)
	}
	return e
}

// section begins a list of events, which is a member of that name in JSON, or null if
// not wanted.
func (e *eventWriter) section(name string, wanted bool) {
	if !e.json {
		return
	}
	if e.open != "" {
		_, _ = e.w.WriteString("]")
	}
	e.open = ""
	if !wanted {
		_, _ = fmt.Fprintf(e.w, `,%q:null`, name)
		return
	}
	_, _ = fmt.Fprintf(e.w, `,%q:[`, name)
	e.open, e.first = name, true
}

func (e *eventWriter) line(event []byte) {
	e.lines++
	if e.escapes {
		event = []byte(printable(string(event)))
	}
	if e.json && !e.first {
		_ = e.w.WriteByte(',')
	}
	e.first = false
	_, _ = e.w.Write(event)
	if !e.json {
		_ = e.w.WriteByte('\n')
	}
}

// end ends the output, and gives the reason if there was no event.
func (e *eventWriter) end(none string) error {
	switch {
	case e.json:
		if e.open != "" {
			_, _ = e.w.WriteString("]")
		}
		reason := pointer(none)
		if e.lines > 0 {
			reason = nil
		}
		text, err := json.Marshal(reason)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(e.w, ",\"none\":%s}\n", text)
	case e.lines == 0:
		_, _ = fmt.Fprintf(e.w, "none: %s\n", printable(none))
	}
	return e.w.Flush()
}
