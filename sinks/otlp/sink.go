package otlpsink

import (
	"context"
	"time"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

const (
	defaultTimeout = 10 * time.Second
	userAgent      = "optin-otlpsink"
	contentType    = "application/x-protobuf"
)

// Sink is a [telemetry.Sink] that posts each event as an OTLP log record, and a
// [telemetry.Exporter] that posts a batch in one request. It is the specification's
// OtlpSink. [New] makes one; Emit and Export of a nil or zero Sink return a
// [telemetry.ErrConfig].
//
// A Sink is safe for concurrent use. It needs no closing, and printing it shows
// no URL or header.
type Sink struct {
	poster *poster.Poster
	// A func rather than a value: the author's attributes must not show in
	// every log that prints a Sink.
	resource func() []telemetry.Attr
}

// New returns a Sink that posts to cfg.Endpoint. It does not use the network, and
// keeps none of cfg's maps. A mistake in cfg is a [telemetry.ErrConfig] and
// [telemetry.ErrOTLP] that names the field, never its value.
func New(cfg Config) (*Sink, error) {
	endpoint, err := logsURL(cfg.Endpoint)
	if err != nil {
		return nil, configError(err)
	}
	resource, err := resourceAttrs(cfg.ResourceAttrs)
	if err != nil {
		return nil, configError(err)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	p, err := poster.New(poster.Config{
		Name:          "otlpsink",
		Endpoint:      endpoint,
		Headers:       poster.Texts(cfg.Headers),
		Timeout:       cfg.Timeout,
		UserAgent:     userAgent,
		Client:        cfg.Client,
		AllowInsecure: cfg.AllowInsecure,
	})
	if err != nil {
		return nil, configError(err)
	}
	return &Sink{poster: p, resource: func() []telemetry.Attr { return resource }}, nil
}

// Emit redacts e and posts it as one log record. It returns when the receiver has
// answered, or with an error when ctx or the timeout ends. It does not retry. Its
// errors are those of Export.
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	return s.Export(ctx, []telemetry.Event{e.Redacted()})
}

// Export posts events as log records in one request. It does not redact them again:
// they were redacted when they were recorded. Without events, it posts nothing. It
// does not retry, and neither keeps nor modifies events.
//
// If the receiver says that the batch is too large, Export posts the halves, and
// so on. If only some events were accepted, a [telemetry.PartialError] names the
// others: those too large by themselves, and those not posted after a failure. In
// a partial success OTLP gives only the number of refused records: the
// PartialError then names that many of the last events of the request.
func (s *Sink) Export(ctx context.Context, events []telemetry.Event) error {
	if s == nil || s.poster == nil {
		return configError(errNotMade)
	}
	return s.asError(s.poster.PostBatch(ctx, poster.Batch{
		Len: len(events),
		Request: func(from, to int) (poster.Request, error) {
			return poster.Request{ContentType: contentType, Body: encode(events[from:to], s.resource(), time.Now())}, nil
		},
		Results: results,
	}))
}

// Flush does nothing: Emit and Export return when the receiver has answered.
func (s *Sink) Flush(context.Context) error { return nil }
