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
// [telemetry.Exporter] that posts a batch in one request. It is the
// specification's OtlpSink. [New] makes one; a nil Sink, and the zero one, return a
// [telemetry.ErrConfig].
//
// A Sink may be used by many goroutines at once. It holds nothing that must be
// closed, and printing it shows no URL or header.
type Sink struct {
	poster *poster.Poster
	// A func and not a value: what an author says about the machine is not for
	// every log that prints a Sink.
	resource func() []telemetry.Attr
}

// New returns a Sink that posts to cfg.Endpoint. It does not use the network,
// and keeps none of cfg's maps. What is wrong with cfg is a [telemetry.ErrConfig]
// and [telemetry.ErrOTLP] that names the field, never its value.
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

// Emit posts e, redacted, as one log record. It returns when the receiver has
// answered, or with an error when ctx or the timeout ends. It does not try again.
// Errors are as those of Export.
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	return s.Export(ctx, []telemetry.Event{e.Redacted()})
}

// Export posts events as log records in one request. It does not redact them again:
// they were redacted when they were recorded. It posts nothing if there are none,
// does not try again, and neither keeps nor modifies events.
//
// When the receiver says that the batch is too large, Export posts the halves, and
// so on. A [telemetry.PartialError] names the events that were not accepted, if
// others were: those that are alone too large, or that were not posted any more
// after a failure. Of a partial success, in which OTLP gives only the number of
// refused records, it names as many events of that request, the last ones: their
// number is right.
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
