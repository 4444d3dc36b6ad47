package posthogsink

import (
	"context"
	"errors"
	"time"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

const (
	path           = "i/v1/analytics/events"
	contentType    = "application/json"
	userAgent      = "optin-posthogsink"
	sdkInfo        = "optin-go/1"
	defaultTimeout = 10 * time.Second
	// maxEvents keeps an answer, which names each event, below what is read of one.
	maxEvents = 500
)

var errNoKey = errors.New("Config.APIKey is required; it is in the project's settings, and begins with phc_")

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
	if cfg.APIKey == "" {
		return nil, configError(errNoKey)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	p, err := poster.New(poster.Config{
		Name: "posthogsink", Endpoint: cfg.Endpoint, BearerToken: string(cfg.APIKey), UserAgent: userAgent,
		Headers: map[string]string{"PostHog-Sdk-Info": sdkInfo, "PostHog-Attempt": "1"},
		Timeout: cfg.Timeout, Client: cfg.Client, AllowInsecure: cfg.AllowInsecure, HeedsRetryAfter: true,
	})
	if err != nil {
		return nil, configError(err)
	}
	return &Sink{poster: p, maxAge: max(cfg.MaxAge, 0)}, nil
}

// Emit posts e, redacted. It returns when PostHog has answered, or with an error
// when ctx or the timeout ends. It does not try again.
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	return s.Export(ctx, []telemetry.Event{e.Redacted()})
}

// Export posts events in one request. It does not redact them again, does not try
// again, and neither keeps nor modifies events. A [telemetry.PartialError] names
// those that PostHog drops, those that it wants again, and those that have no form
// in its format.
func (s *Sink) Export(ctx context.Context, events []telemetry.Event) error {
	if s == nil || s.poster == nil {
		return configError(errNotMade)
	}
	now := time.Now().UTC().Format(time.RFC3339Nano)
	var uuids []string // of the encoded events
	objects := poster.Encode(len(events), `{"created_at":"`+now+`","batch":[`, `]}`, func(dst []byte, i int) ([]byte, error) {
		dst, uuid, err := appendEvent(dst, &events[i])
		if err == nil {
			uuids = append(uuids, uuid)
		}
		return dst, err
	})
	var posted []string // of the last request
	return s.asError(objects.OfBatch(s.poster.PostBatch(ctx, poster.Batch{
		Len: objects.Len(),
		Request: func(from, to int) (poster.Request, error) {
			if to-from > maxEvents {
				return poster.Request{}, poster.ErrTooLarge
			}
			posted = uuids[from:to]
			return poster.Request{Path: path, ContentType: contentType, Body: objects.Text(from, to), Headers: map[string]string{
				"PostHog-Request-Id": requestID(posted), "PostHog-Request-Timestamp": now,
			}}, nil
		},
		Results: func(a poster.Answer, _ int) poster.Outcome { return results(a, posted) },
	})))
}

// Flush does nothing: Emit and Export return when PostHog has answered.
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
