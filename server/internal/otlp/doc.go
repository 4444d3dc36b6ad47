// Package otlp reads log records of OpenTelemetry's protocol as events: those that
// otlpsink made of events come back as they were, and those of other senders as near
// to events as they are.
//
//	event          record
//	Name           event_name, else the attribute event.name, else the body
//	Tool           resource service.name
//	ToolVersion    resource service.version
//	MachineID      resource app.installation.id, else service.instance.id
//	TimestampUTC   time, else the observed time, else now
//	ID             attribute log.record.uid, hashed if it is no ID of ours
//	Args, ErrMsg   attributes event.args and exception.message; the body of an error
//	Attrs          all other attributes, as text; lists and maps as JSON
//
// Other attributes of the resource, such as the name of the host, are left out.
package otlp

import (
	"errors"

	"github.com/optin-go/optin/telemetry"
)

var (
	// ErrFormat is returned for a body that is no request.
	ErrFormat = errors.New("the body is not an ExportLogsServiceRequest")
	// ErrTooMany is returned for a body with more records than it may have. Some of
	// them were handed over.
	ErrTooMany = errors.New("the body has too many records")
)

// Add takes the event of a record. It is long if it has more attributes than an
// event has; some are left out then.
type Add func(e telemetry.Event, isLong bool)
