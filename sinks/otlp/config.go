package otlpsink

import (
	"net/http"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Config is where a [Sink] posts to, and how. Endpoint is required; the zero
// value of every other field is its default. No variable of the environment
// changes any of it.
type Config struct {
	// Endpoint is the base URL of a receiver of OTLP over HTTP, such as
	// https://collector.example.org:4318. The path /v1/logs is appended, unless it
	// is there already. It must be https, or http to this machine (localhost,
	// 127.0.0.0/8, ::1), and has a host, no user info, no fragment and at most 2048
	// bytes. Required.
	Endpoint string
	// Headers are sent with each request; this is where a receiver's key goes. The
	// names that the sink sets itself, and those that change how HTTP frames a
	// message, are refused.
	Headers map[string]telemetry.Secret
	// Timeout limits one request, from resolving the name of the host to the end
	// of the answer. Zero is 10 seconds.
	Timeout time.Duration
	// ResourceAttrs are attributes of the resource, beside those that an event
	// gives it: service.name, service.version and app.installation.id, which
	// ResourceAttrs cannot set.
	ResourceAttrs map[string]string
	// Client sends the requests. It is never modified, and none of its redirects
	// is followed; its transport, cookies and timeout apply, and its transport
	// must return when the context of a request ends. Nil is a client of the
	// sink's own, as in [github.com/optin-go/optin/sinks/http].
	Client *http.Client
	// AllowInsecure permits plain http to other machines. Anyone on the way can
	// then read the events and the headers.
	AllowInsecure bool
}
