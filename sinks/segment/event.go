package segmentsink

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// event is an event as Segment takes it.
type event struct {
	Type        string            `json:"type"`
	Event       string            `json:"event"`
	MessageID   string            `json:"messageId,omitempty"`
	AnonymousID string            `json:"anonymousId"`
	Timestamp   time.Time         `json:"timestamp"`
	Context     eventContext      `json:"context"`
	Properties  map[string]string `json:"properties"`
}

type eventContext struct {
	App app `json:"app"`
}

type app struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

var (
	errIncomplete = errors.New("Segment accepts no event without a name and a machine ID")
	errLarge      = errors.New("Segment accepts no event larger than 32 KB")
)

// appendEvent appends e as Segment takes it.
func appendEvent(dst []byte, e *telemetry.Event) ([]byte, error) {
	if e.Name == "" || e.MachineID == "" {
		return nil, errIncomplete
	}
	out := event{
		Type: "track", Event: e.Name, AnonymousID: e.MachineID, Timestamp: e.TimestampUTC,
		Context:    eventContext{App: app{Name: e.Tool, Version: e.ToolVersion}},
		Properties: map[string]string{},
	}
	if !e.ID.IsZero() {
		out.MessageID = e.ID.String()
	}
	for _, a := range e.Attrs {
		out.Properties[a.Key] = a.Value
	}
	for key, value := range map[string]string{"args": e.Args, "err_msg": e.ErrMsg, "severity": e.Severity()} {
		if value != "" {
			out.Properties[key] = value
		}
	}
	text, err := json.Marshal(out)
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxEventBytes:
		return nil, errLarge
	}
	return append(dst, text...), nil
}
