package httpsink

import (
	"net/http"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Config is where a [Sink] posts to, and how. Endpoint is required; the zero
// value of every other field is its default.
type Config struct {
	// Endpoint is the URL that takes the events. It must be https, or http to
	// this machine (localhost, 127.0.0.0/8, ::1), and has a host, no user info,
	// no fragment and at most 2048 bytes. It may have a query; a key is better
	// kept in BearerToken or Headers. Required.
	Endpoint string
	// BearerToken is sent as "Authorization: Bearer …". Empty sends none.
	BearerToken telemetry.Secret
	// Headers are sent with each request. The names that the sink sets itself,
	// and those that change how HTTP frames a message, are refused.
	Headers map[string]telemetry.Secret
	// Timeout limits one request, from resolving the name of the host to the end
	// of the answer. Zero is 5 seconds.
	Timeout time.Duration
	// UserAgent is sent with each request. Empty is "optin-httpsink".
	UserAgent string
	// Client sends the requests. It is never modified, and none of its redirects
	// is followed, and none of its connections is kept; its transport, cookies and
	// timeout apply, and its transport must return when the context of a request
	// ends. Nil is a client of the sink's own, see the package documentation.
	Client *http.Client
	// AllowInsecure permits plain http to other machines. Anyone on the way can
	// then read the events and the token.
	AllowInsecure bool
}
