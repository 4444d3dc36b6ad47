package app

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// sampleMachine replaces the machine ID: without consent, none is made.
const sampleMachine = "(64 digits: a salted hash of this machine's ID)"

// sample returns the event that a run of command would record, without an identity.
func (f filler) sample(tool, version, command string) telemetry.Event {
	e := telemetry.Event{
		Name: InvokeEvent, Tool: tool, ToolVersion: version, MachineID: sampleMachine,
		TimestampUTC: time.Now().UTC(), Attrs: f.attrs(invocation{command: command, outcome: outcomeOK}),
	}
	slices.SortFunc(e.Attrs, func(a, b telemetry.Attr) int { return strings.Compare(a.Key, b.Key) })
	_, _ = rand.Read(e.ID[:]) // never fails
	return e
}
