package httpsink

import (
	"context"
	"errors"
	"time"

	"github.com/optin-go/optin/telemetry"
)

const (
	defaultTimeout   = 5 * time.Second
	defaultUserAgent = "optin-httpsink"
	contentType      = "application/json"
)

// Sink is a [telemetry.Sink] that posts each event as one JSON object, and an
// exporter that posts a batch as one JSON array. It is the specification's
// HttpSink. [New] makes one; a nil Sink, and the zero one, return a
// [telemetry.ErrConfig].
//
// A Sink may be used by many goroutines at once. It holds nothing that must be
// closed, and printing it shows no URL, token or header.
type Sink struct {
	poster *Poster
}

// New returns a Sink that posts to cfg.Endpoint. It does not use the network,
// and keeps none of cfg's maps. What is wrong with cfg is a [telemetry.ErrConfig]
// and [telemetry.ErrHTTP] that names the field, never its value.
func New(cfg Config) (*Sink, error) {
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = defaultUserAgent
	}
	poster, err := NewPoster(PosterConfig{
		Name:          "httpsink",
		Kind:          telemetry.ErrHTTP,
		Endpoint:      cfg.Endpoint,
		BearerToken:   cfg.BearerToken,
		Headers:       cfg.Headers,
		Timeout:       cfg.Timeout,
		UserAgent:     cfg.UserAgent,
		Client:        cfg.Client,
		AllowInsecure: cfg.AllowInsecure,
	})
	if err != nil {
		return nil, err
	}
	return &Sink{poster: poster}, nil
}

// Emit posts e, redacted, as one JSON object: the event's own encoding with
// "severity" as its last field. It returns when the receiver has answered, or
// with an error when ctx or the timeout ends. It does not try again. Errors are
// as those of [Poster.PostBatch].
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	if !s.usable() {
		return errNotMade()
	}
	body, err := appendObject(nil, e)
	if err != nil {
		return s.poster.failed(telemetry.ErrRejected, &RejectedError{Count: 1, Err: err})
	}
	return s.poster.PostBatch(ctx, 1, func(int, int) (Request, error) {
		return Request{ContentType: contentType, Body: body}, nil
	}, nil)
}

// Export posts events, redacted, as one JSON array of the objects that Emit
// posts. The header Idempotency-Key is made from the events' IDs, so that it is
// the same for every attempt at the same batch. Export posts nothing if there
// are no events, does not try again, and neither keeps nor modifies events.
//
// Nil says that the receiver took all of them. When it says that the batch is
// too large, Export posts the halves, with keys of their own, and so on. What an
// error says of the events is what [Poster.PostBatch] says; an event that cannot
// be encoded counts as one that can never be delivered.
func (s *Sink) Export(ctx context.Context, events []telemetry.Event) error {
	if !s.usable() {
		return errNotMade()
	}
	b, unencodable := encodeBatch(events)
	err := s.poster.PostBatch(ctx, len(b.objects), func(from, to int) (Request, error) {
		part := b.objects[from:to]
		return Request{ContentType: contentType, IdempotencyKey: b.key(part), Body: b.array(part)}, nil
	}, nil)
	if unencodable == nil {
		return err
	}
	var refused *RejectedError
	switch {
	case err == nil:
		return s.poster.failed(telemetry.ErrRejected, unencodable)
	case errors.As(err, &refused):
		return s.poster.failed(telemetry.ErrRejected, &RejectedError{Count: refused.Count + unencodable.Count, Err: errors.Join(refused.Err, unencodable.Err)})
	default:
		return err
	}
}

// Flush does nothing: Emit and Export return when the receiver has answered.
func (s *Sink) Flush(context.Context) error { return nil }

func (s *Sink) usable() bool { return s != nil && s.poster != nil }

func errNotMade() error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "httpsink", Err: &telemetry.Error{
		Kind: telemetry.ErrHTTP, Err: errors.New("the sink is nil or zero; make one with New and look at its error"),
	}}
}
