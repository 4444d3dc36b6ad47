package spoolsink

import (
	"bytes"

	"github.com/optin-go/optin/telemetry"
)

// known is what lines have in common with lines before them, and what decode made
// of it. Commands repeat: nearly every event of a queue begins as the one before
// it does, and has the attributes of one before it. To read and redact them anew
// takes longer than all the rest of reading a queue. What is handed out is shared,
// which is safe because nobody modifies the attributes of an event.
//
// A nil known keeps nothing.
type known struct {
	head  []byte // of the last line, up to the time
	begun decoding
	attrs map[string]*telemetry.Event
}

func newKnown() *known { return &known{attrs: make(map[string]*telemetry.Event)} }

// These bound the memory to less than a megabyte.
const (
	maxKnownAttrs = 512
	maxKnownText  = 512
)

// begin returns what is known of a line: what its first bytes say, and how many
// these are.
func (k *known) begin(line []byte) (decoding, int) {
	if k == nil || len(k.head) == 0 || !bytes.HasPrefix(line, k.head) {
		return decoding{}, 0
	}
	return k.begun, len(k.head)
}

// keepHead keeps what the first bytes of a line say.
func (k *known) keepHead(head []byte, begun decoding) {
	if k != nil && len(head) <= maxKnownText {
		k.head, k.begun = append(k.head[:0], head...), begun
	}
}

// withAttrs returns an event that has nothing but the attributes of an object in
// JSON, redacted by the rules of today, and whether it is one.
func (k *known) withAttrs(text []byte) (*telemetry.Event, bool) {
	keep := k != nil && len(text) <= maxKnownText
	if keep {
		if e, ok := k.attrs[string(text)]; ok {
			return e, true
		}
	}
	r := jsonReader{text: text}
	e := new(telemetry.Event)
	r.setAttrs(&e.Attrs)
	if r.failed {
		return nil, false
	}
	*e = e.Redacted()
	if keep {
		if len(k.attrs) >= maxKnownAttrs {
			clear(k.attrs)
		}
		k.attrs[string(text)] = e
	}
	return e, true
}

// setKnownAttrs sets the attributes of e to those of the object that comes next,
// redacted. What e has else it keeps.
func (r *jsonReader) setKnownAttrs(e *telemetry.Event, k *known) {
	if r.null() {
		return
	}
	with, ok := k.withAttrs(r.value())
	if !ok {
		r.fail()
		return
	}
	// Not e.Attrs alone: an Event remembers what of it is redacted.
	had := *e
	*e = *with
	e.Name, e.Tool, e.ToolVersion, e.MachineID = had.Name, had.Tool, had.ToolVersion, had.MachineID
	e.TimestampUTC, e.Args, e.ErrMsg, e.ID = had.TimestampUTC, had.Args, had.ErrMsg, had.ID
}
