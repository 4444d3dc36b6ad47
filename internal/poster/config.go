package poster

import (
	"net/http"
	"time"
)

// Config configures a [Poster]. Name, Endpoint and Timeout are required.
type Config struct {
	// Name is the package that posts. The operation in an error begins with it.
	Name string
	// Endpoint is the URL that receives the bodies.
	Endpoint string
	// BearerToken is sent as "Authorization: Bearer …". Empty sends none.
	BearerToken string
	// Headers are sent with each request.
	Headers map[string]string
	// Timeout limits one request. It must be positive.
	Timeout time.Duration
	// UserAgent is sent with each request.
	UserAgent string
	// Client sends the requests; it is not modified. Nil is a client of the
	// Poster's own.
	Client *http.Client
	// AllowInsecure permits plain http to other machines.
	AllowInsecure bool
	// HeedsRetryAfter says that the receiver sends Retry-After with its own
	// temporary failures. Then any 5xx with that header may be retried.
	HeedsRetryAfter bool
}

// Texts returns secrets as plain text, for [Config.Headers].
func Texts[S ~string](secrets map[string]S) map[string]string {
	texts := make(map[string]string, len(secrets))
	for key, value := range secrets {
		texts[key] = string(value)
	}
	return texts
}
