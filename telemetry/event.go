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
}

// Clone returns a copy of e that shares no attributes with it.
func (e Event) Clone() Event {
	e.Attrs = slices.Clone(e.Attrs)
	return e
}

// Redacted returns e with credentials and personal data removed from Args,
// ErrMsg and the values of its attributes, as [redact.String] and
// [redact.Value] do. It does not modify e.Attrs. An event that a [Recorder] of
// this process made is redacted already: Redacted returns it as it is, at the cost
// of a hash of its texts, and so leaves the fixed words of a [Vocabulary] alone. An
// event whose texts somebody changed since is redacted again.
//
// Sinks that write outside of the process call it, for events that no Recorder
// made. An [Exporter] does not: what a queue hands it was redacted when it was
// recorded.
func (e Event) Redacted() Event {
	if e.isRedacted() {
		return e
	}
	var builtIn redact.Redactor
	e.Args = builtIn.String(e.Args)
	e.ErrMsg = builtIn.String(e.ErrMsg)
	e.Attrs = slices.Clone(e.Attrs)
	for i := range e.Attrs {
		e.Attrs[i].Value = builtIn.Value(e.Attrs[i].Key, e.Attrs[i].Value)
	}
	return e
}

// Severity returns "ERROR" when ErrMsg is set, else "INFO", as the specification
// defines it for the remote sinks.
func (e Event) Severity() string {
	if e.ErrMsg != "" {
		return "ERROR"
	}
	return "INFO"
}
