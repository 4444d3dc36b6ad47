package httpsink

import (
	"context"
	"time"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

const (
	defaultTimeout   = 5 * time.Second
	defaultUserAgent = "optin-httpsink"
	contentType      = "application/json"
)

// Sink is a [telemetry.Sink] that posts each event as one JSON object, a
// [telemetry.Exporter] that posts a batch as one JSON array, and a
// [telemetry.Deleter]. It is the specification's HttpSink. [New] makes one;
// Emit, Export and Delete of a nil or zero Sink return a [telemetry.ErrConfig].
//
// A Sink is safe for concurrent use. It needs no closing, and printing it shows
// no URL, token or header.
type Sink struct {
	poster *poster.Poster
}

// New returns a Sink that posts to cfg.Endpoint. It does not use the network, and
// keeps none of cfg's maps. A mistake in cfg is a [telemetry.ErrConfig] and
// [telemetry.ErrHTTP] that names the field, never its value.
func New(cfg Config) (*Sink, error) {
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = defaultUserAgent
	}
	p, err := poster.New(poster.Config{
		Name:          "httpsink",
		Endpoint:      cfg.Endpoint,
		BearerToken:   string(cfg.BearerToken),
		Headers:       poster.Texts(cfg.Headers),
		Timeout:       cfg.Timeout,
		UserAgent:     cfg.UserAgent,
		Client:        cfg.Client,
		AllowInsecure: cfg.AllowInsecure,
	})
	if err != nil {
		return nil, configError(err)
	}
	return &Sink{poster: p}, nil
}

// Emit redacts e and posts it as one JSON object: the event's own encoding with
// "severity" as its last field. It returns when the receiver has answered, or
// with an error when ctx or the timeout ends. It does not retry.
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	if !s.isUsable() {
		return configError(errNotMade)
	}
	e = e.Redacted()
	body, err := appendObject(nil, &e)
	if err != nil {
		return s.failed(true, err)
	}
	return s.asError(s.poster.PostBatch(ctx, poster.Batch{
		Len: 1,
		Request: func(int, int) (poster.Request, error) {
			return poster.Request{ContentType: contentType, Body: body}, nil
		},
		Results: results,
	}))
}

// Export posts events as one JSON array of the objects that Emit posts. It does not
// redact them again: they were redacted when they were recorded. The header
// Idempotency-Key is made from the events' IDs, so it is the same for every attempt
// at the same batch. Without events, Export posts nothing. It does not retry, and
// neither keeps nor modifies events.
//
// If the receiver says that the batch is too large, Export posts the halves,
// with keys of their own, and so on. If only some events were accepted, a
// [telemetry.PartialError] names the others: those that the receiver named,
// those too large by themselves, those that cannot be encoded, and those not
// posted after a failure.
func (s *Sink) Export(ctx context.Context, events []telemetry.Event) error {
	if !s.isUsable() {
		return configError(errNotMade)
	}
	objects := encodeBatch(events)
	return s.asError(objects.OfBatch(s.poster.PostBatch(ctx, poster.Batch{
		Len: objects.Len(),
		Request: func(from, to int) (poster.Request, error) {
			return poster.Request{ContentType: contentType, IdempotencyKey: idempotencyKey(objects, events, from, to), Body: objects.Text(from, to)}, nil
		},
		Results: results,
	})))
}

// Flush does nothing: Emit and Export return when the receiver has answered.
func (s *Sink) Flush(context.Context) error { return nil }

func (s *Sink) isUsable() bool { return s != nil && s.poster != nil }
