package posthogsink

import (
	"net/http"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Config is where a [Sink] posts to, and how. Endpoint and APIKey are required; the
// zero value of every other field is its default.
type Config struct {
	// Endpoint is the base URL of the project's region, https://us.i.posthog.com or
	// https://eu.i.posthog.com, or of a PostHog of your own. The path
	// /i/v1/analytics/events is appended. It must be https, or http to this machine.
	// Required.
	Endpoint string
	// APIKey is the project's key, which begins with phc_. It only lets events in;
	// a tool that holds it gives nothing away. Required.
	APIKey telemetry.Secret
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
