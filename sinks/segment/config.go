package segmentsink

import (
	"net/http"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Config is where a [Sink] posts to, and how. Endpoint and WriteKey are required;
// the zero value of every other field is its default.
type Config struct {
	// Endpoint is the base URL of the receiver: https://api.segment.io,
	// https://events.eu1.segmentapis.com, or the data plane of a RudderStack or Jitsu.
	// The path /v1/batch is appended. It must be https, or http to this machine.
	// Required.
	Endpoint string
	// WriteKey is the source's key. It only lets events in; a tool that holds it gives
	// nothing away. Required.
	WriteKey telemetry.Secret
	// Timeout limits one request. Zero is 10 seconds.
	Timeout time.Duration
	// Client sends the requests, as in [github.com/optin-go/optin/sinks/http].
	Client *http.Client
	// MaxAge is the age beyond which the receiver silently drops an event. The
	// queue drops and counts such events instead. Zero is the queue's own limit.
	MaxAge time.Duration
	// AllowInsecure permits plain http to other machines.
	AllowInsecure bool
}
