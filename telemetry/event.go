package telemetry

import (
	"slices"
	"time"

	"github.com/optin-go/optin/redact"
)

// Event is one record of usage, the specification's Event. The tags give its
// names on the wire; [Event.AppendJSON] gives the exact bytes.
//
// An event without a field schema_version is of schema version 1. Fields are
// only ever added. The JSON Schema is event.schema.json, beside this file.
//
// Event has no MarshalJSON, because a type that embeds it would lose its own
// fields; encoding/json writes the same fields, and reads them back.
type Event struct {
	// Name says what happened, such as "command.invoke".
	Name string `json:"name"`
	// Tool is the name of the tool, and ToolVersion its version.
	Tool        string `json:"tool"`
	ToolVersion string `json:"tool_version"`
	// MachineID is the salted, pseudonymous identity of the machine.
	MachineID string `json:"machine_id"`
	// TimestampUTC is when it happened. On the wire it is UTC, RFC 3339.
	TimestampUTC time.Time `json:"timestamp_utc"`
	// Args is the command line, if the tool's author chose to record it.
	Args string `json:"args,omitempty"`
	// ErrMsg is the text of an error, if the tool's author chose to record it.
	ErrMsg string `json:"err_msg,omitempty"`
	// Attrs are the attributes. Whoever is handed an Event may read and keep
	// them, but must not modify them.
	Attrs Attrs `json:"attrs"`
	// ID identifies the event, so that a receiver can drop a duplicate.
	ID ID `json:"id,omitzero"`

	redacted redactionMark
}

// redactionMark remembers which texts of an event are redacted already. It holds
// the texts themselves rather than a flag, so that an event whose text somebody
// replaced afterwards is redacted again.
type redactionMark struct {
	args, errMsg string
	attrs        *Attr
	attrCount    int
}

// Clone returns a copy of e that shares no attributes with it.
func (e Event) Clone() Event {
	wasRedacted := e.isRedacted()
	e.Attrs = slices.Clone(e.Attrs)
	if wasRedacted {
		e.markRedacted()
	}
	return e
}

// Redacted returns e with credentials and personal data removed from Args,
// ErrMsg and the values of its attributes, as [redact.String] and
// [redact.Value] do. It does not modify e.Attrs. On an event that a [Recorder]
// made, which is redacted already, it costs a few comparisons.
//
// Sinks that write outside of the process call it, for events that no Recorder
// made.
func (e Event) Redacted() Event {
	if e.isRedacted() {
		return e
	}
	var builtIn redact.Redactor
	return e.redactedBy(&builtIn)
}

func (e Event) redactedBy(r *redact.Redactor) Event {
	e.Args = r.String(e.Args)
	e.ErrMsg = r.String(e.ErrMsg)
	e.Attrs = slices.Clone(e.Attrs)
	for i := range e.Attrs {
		e.Attrs[i].Value = r.Value(e.Attrs[i].Key, e.Attrs[i].Value)
	}
	e.markRedacted()
	return e
}

func (e *Event) markRedacted() {
	e.redacted = redactionMark{args: e.Args, errMsg: e.ErrMsg, attrs: firstAttr(e.Attrs), attrCount: len(e.Attrs)}
}

// isRedacted compares strings that share their bytes when nothing was replaced,
// which Go decides without looking at the bytes.
func (e *Event) isRedacted() bool {
	m := &e.redacted
	return m.attrs == firstAttr(e.Attrs) && m.attrCount == len(e.Attrs) && m.args == e.Args && m.errMsg == e.ErrMsg
}

func firstAttr(a Attrs) *Attr {
	if len(a) == 0 {
		return nil
	}
	return &a[0]
}

// Severity returns "ERROR" when ErrMsg is set, else "INFO", as the specification
// defines it for the remote sinks.
func (e Event) Severity() string {
	if e.ErrMsg != "" {
		return "ERROR"
	}
	return "INFO"
}
