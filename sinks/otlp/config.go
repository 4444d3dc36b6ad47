package otlpsink

import (
	"net/http"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Config says where a [Sink] posts to, and how. Endpoint is required; the zero
// value of every other field is its default. No environment variable changes
// any of it.
type Config struct {
	// Endpoint is the base URL of a receiver of OTLP over HTTP, such as
	// https://collector.example.org:4318. Required. The path /v1/logs is appended
	// unless it is there already. The URL must be https, or http to this machine
	// (localhost, 127.0.0.0/8, ::1), with a host, no user info, no fragment and at
	// most 2048 bytes.
	Endpoint string
	// Headers are sent with each request; a receiver's key belongs here. New
	// refuses the names that the sink sets itself, and those that change how HTTP
	// frames a message.
	Headers map[string]telemetry.Secret
	// Timeout limits one request, from the lookup of the host to the end of the
	// answer. 0 is 10 seconds.
	Timeout time.Duration
	// ResourceAttrs are additional attributes of the resource. They cannot set
	// service.name, service.version and app.installation.id, which come from
	// the event.
	ResourceAttrs map[string]string
	// Client sends the requests. The sink does not modify it and follows none of
	// its redirects. Its transport, cookies and timeout apply; the transport
	// must return when the context of a request ends. Nil is a client of the
	// sink's own, as in [github.com/optin-go/optin/sinks/http].
	Client *http.Client
	// AllowInsecure permits plain http to other machines. Anyone on the way can
	// then read the events and the headers.
	AllowInsecure bool
}
