package posthogsink

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// event is an event as PostHog takes it.
type event struct {
	Event      string         `json:"event"`
	UUID       string         `json:"uuid"`
	DistinctID string         `json:"distinct_id"`
	Timestamp  time.Time      `json:"timestamp"`
	Options    options        `json:"options"`
	Properties map[string]any `json:"properties"`
}

type options struct {
	ProcessPersonProfile bool `json:"process_person_profile"` // false
}

// PostHog refuses a whole batch for one event without these.
var errIncomplete = errors.New("PostHog accepts no event without a name and a machine ID")

// appendEvent appends e as PostHog takes it, and returns its UUID.
func appendEvent(dst []byte, e *telemetry.Event) ([]byte, string, error) {
	if e.Name == "" || e.MachineID == "" {
		return nil, "", errIncomplete
	}
	out := event{Event: e.Name, DistinctID: e.MachineID, Timestamp: e.TimestampUTC, Properties: map[string]any{}}
	for _, a := range e.Attrs {
		out.Properties[a.Key] = a.Value
	}
	for key, value := range map[string]string{"tool": e.Tool, "tool_version": e.ToolVersion, "args": e.Args, "err_msg": e.ErrMsg, "severity": e.Severity()} {
		if value != "" {
			out.Properties[key] = value
		}
	}
	out.Properties["$geoip_disable"] = true
	id := e.ID
	if id.IsZero() {
		text, err := e.AppendJSON(nil)
		if err != nil {
			return nil, "", err
		}
		sum := sha256.Sum256(text)
		id = telemetry.ID(sum[:16])
	}
	out.UUID = uuid(id)
	text, err := json.Marshal(out)
	if err != nil {
		return nil, "", err
	}
	return append(dst, text...), out.UUID, nil
}

// uuid returns id as a UUID of version 8, whose other bits are an application's own.
func uuid(id [16]byte) string {
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	text := hex.EncodeToString(id[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// requestID returns the ID of a request, which is the same for every attempt at the
// same events.
func requestID(uuids []string) string {
	h := sha256.New()
	for _, id := range uuids {
		h.Write([]byte(id))
	}
	return uuid([16]byte(h.Sum(nil)[:16]))
}
