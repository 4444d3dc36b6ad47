package app

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// sampleMachine stands where a machine ID would: none is made for somebody who has not
// agreed.
const sampleMachine = "(64 digits: a salted hash of this machine's ID)"

// sample returns the event that a run of a command would record, without an identity.
func (f filler) sample(tool, version, command string) telemetry.Event {
	e := telemetry.Event{
		Name: InvokeEvent, Tool: tool, ToolVersion: version, MachineID: sampleMachine,
		TimestampUTC: time.Now().UTC(), Attrs: f.attrs(invocation{command: command, outcome: outcomeOK}),
	}
	slices.SortFunc(e.Attrs, func(a, b telemetry.Attr) int { return strings.Compare(a.Key, b.Key) })
	_, _ = rand.Read(e.ID[:]) // never fails
	return e
}
