package otlpsink

import (
	"context"
	"errors"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

const (
	defaultTimeout = 10 * time.Second
	userAgent      = "optin-otlpsink"
	contentType    = "application/x-protobuf"
)

// Sink is a [telemetry.Sink] that posts each event as an OTLP log record, and an
// exporter that posts a batch in one request. It is the specification's OtlpSink.
// [New] makes one; a nil Sink, and the zero one, return a [telemetry.ErrConfig].
//
// A Sink may be used by many goroutines at once. It holds nothing that must be
// closed, and printing it shows no URL or header.
type Sink struct {
	poster *httpsink.Poster
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
	poster, err := httpsink.NewPoster(httpsink.PosterConfig{
		Name:          "otlpsink",
		Kind:          telemetry.ErrOTLP,
		Endpoint:      endpoint,
		Headers:       cfg.Headers,
		Timeout:       cfg.Timeout,
		UserAgent:     userAgent,
		Client:        cfg.Client,
		AllowInsecure: cfg.AllowInsecure,
	})
	if err != nil {
		return nil, err
	}
	return &Sink{poster: poster, resource: func() []telemetry.Attr { return resource }}, nil
}

// Emit posts e, redacted, as one log record. It returns when the receiver has
// answered, or with an error when ctx or the timeout ends. It does not try again.
// Errors are as those of Export.
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	return s.Export(ctx, []telemetry.Event{e})
}

// Export posts events, redacted, as log records in one request. It posts nothing
// if there are none, does not try again, and neither keeps nor modifies events.
//
// Nil says that the receiver took all of them. When it says that the batch is
// too large, Export posts the halves, and so on. What an error says of the
// events:
//
//   - It is not a [telemetry.ErrRejected]: export the same events again, later.
//     The receiver may have taken some of them already.
//   - It is a [telemetry.ErrRejected], and [errors.As] finds in it an
//     interface{ Rejected() int64 }: that many events can never be delivered, and
//     the receiver took all others. Export none of them again. OTLP calls this
//     partial success.
//   - It is any other [telemetry.ErrRejected]: the receiver refused the batch, or
//     a part of it, and did not say which events are to blame.
func (s *Sink) Export(ctx context.Context, events []telemetry.Event) error {
	if s == nil || s.poster == nil {
		return configError(errNotMade)
	}
	return s.poster.PostBatch(ctx, len(events), func(from, to int) (httpsink.Request, error) {
		return httpsink.Request{ContentType: contentType, Body: encode(events[from:to], s.resource(), time.Now())}, nil
	}, rejectedRecords)
}

// Flush does nothing: Emit and Export return when the receiver has answered.
func (s *Sink) Flush(context.Context) error { return nil }

var errNotMade = errors.New("the sink is nil or zero; make one with New and look at its error")

func configError(err error) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "otlpsink", Err: &telemetry.Error{Kind: telemetry.ErrOTLP, Err: err}}
}
