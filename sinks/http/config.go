package httpsink

import (
	"net/http"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Config says where a [Sink] posts to, and how. Endpoint is required; the zero
// value of every other field is its default.
type Config struct {
	// Endpoint is the URL that receives the events. Required. It must be https,
	// or http to this machine (localhost, 127.0.0.0/8, ::1), with a host, no
	// user info, no fragment and at most 2048 bytes. It may have a query, but a
	// key belongs in BearerToken or Headers.
	Endpoint string
	// BearerToken is sent as "Authorization: Bearer …". Empty sends none.
	BearerToken telemetry.Secret
	// Headers are sent with each request. New refuses the names that the sink
	// sets itself, and those that change how HTTP frames a message.
	Headers map[string]telemetry.Secret
	// Timeout limits one request, from the lookup of the host to the end of the
	// answer. 0 is 5 seconds.
	Timeout time.Duration
	// UserAgent is sent with each request. Empty is "optin-httpsink".
	UserAgent string
	// Client sends the requests. The sink does not modify it, follows none of its
	// redirects and keeps none of its connections. Its transport, cookies and
	// timeout apply; the transport must return when the context of a request ends.
	// Nil is a client of the sink's own: see the package documentation.
	Client *http.Client
	// AllowInsecure permits plain http to other machines. Anyone on the way can
	// then read the events, the token and the headers.
	AllowInsecure bool
}
