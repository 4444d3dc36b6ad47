package segmentsink

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

const (
	path           = "v1/batch"
	contentType    = "application/json"
	userAgent      = "optin-segmentsink"
	defaultTimeout = 10 * time.Second
)

// The limits are Segment's.
const (
	maxRequestBytes = 500_000
	maxEventBytes   = 32_000
	maxEvents       = 2_500
)

var errNoKey = errors.New("Config.WriteKey is required; it is in the source's settings")

// Sink is a [telemetry.Sink] that posts each event, and a [telemetry.Exporter] that
// posts a batch in one request. [New] makes one; a nil Sink, and the zero one,
// return a [telemetry.ErrConfig].
//
// A Sink may be used by many goroutines at once. It holds nothing that must be
// closed, and printing it shows no URL or key.
type Sink struct {
	poster *poster.Poster
	maxAge time.Duration
}

// New returns a Sink that posts to cfg.Endpoint. It does not use the network. What
// is wrong with cfg is a [telemetry.ErrConfig] and [telemetry.ErrHTTP] that names
// the field, never its value.
func New(cfg Config) (*Sink, error) {
	if cfg.WriteKey == "" {
		return nil, configError(errNoKey)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	p, err := poster.New(poster.Config{
		Name: "segmentsink", Endpoint: cfg.Endpoint, UserAgent: userAgent,
		Headers: map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(cfg.WriteKey+":"))},
		Timeout: cfg.Timeout, Client: cfg.Client, AllowInsecure: cfg.AllowInsecure,
	})
	if err != nil {
		return nil, configError(err)
	}
	return &Sink{poster: p, maxAge: max(cfg.MaxAge, 0)}, nil
}

// Emit posts e, redacted. It returns when the receiver has answered, or with an
// error when ctx or the timeout ends. It does not try again.
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	return s.Export(ctx, []telemetry.Event{e.Redacted()})
}

// Export posts events, in one request if they are within the receiver's limits. It
// does not redact them again, does not try again, and neither keeps nor modifies
// events. A [telemetry.PartialError] names those that are too large, or that have no
// form in the receiver's format, and after a failure those that were not posted any
// more.
func (s *Sink) Export(ctx context.Context, events []telemetry.Event) error {
	if s == nil || s.poster == nil {
		return configError(errNotMade)
	}
	sentAt := time.Now().UTC().Format(time.RFC3339Nano)
	objects := poster.Encode(len(events), `{"sentAt":"`+sentAt+`","batch":[`, `]}`, func(dst []byte, i int) ([]byte, error) {
		return appendEvent(dst, &events[i])
	})
	return s.asError(objects.OfBatch(s.poster.PostBatch(ctx, poster.Batch{
		Len: objects.Len(),
		Request: func(from, to int) (poster.Request, error) {
			text := objects.Text(from, to)
			if to-from > maxEvents || len(text) > maxRequestBytes {
				return poster.Request{}, poster.ErrTooLarge
			}
			return poster.Request{Path: path, ContentType: contentType, Body: text}, nil
		},
	})))
}

// Flush does nothing: Emit and Export return when the receiver has answered.
func (s *Sink) Flush(context.Context) error { return nil }

// MaxAge returns [Config.MaxAge]. A queue asks for it. For a nil Sink, and the zero
// one, it is zero.
func (s *Sink) MaxAge() time.Duration {
	if s == nil {
		return 0
	}
	return s.maxAge
}

// Recipient returns the host that events are posted to, for a notice or a status
// command. For a nil Sink, and the zero one, it is empty.
func (s *Sink) Recipient() string {
	if s == nil {
		return ""
	}
	return s.poster.Recipient()
}
