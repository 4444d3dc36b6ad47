package httpsink

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// PosterConfig is what a [Poster] is made from. Name, Kind, Endpoint and Timeout
// are required.
type PosterConfig struct {
	// Name is the package that posts. Its errors begin with it.
	Name string
	// Kind is the kind that every error has, whatever others it has.
	Kind telemetry.ErrorKind
	// Timeout limits one request. It must be above zero.
	Timeout time.Duration

	// These are as in [Config]; UserAgent has no default.
	Endpoint      string
	BearerToken   telemetry.Secret
	Headers       map[string]telemetry.Secret
	UserAgent     string
	Client        *http.Client
	AllowInsecure bool
}

// Poster posts bodies to one URL, and decides what the answers mean. It holds
// the rules that sinks share which post: which URLs are safe, that no redirect is
// followed, how much of an answer is read, which failures pass. [NewPoster] makes
// one.
//
// A Poster may be used by many goroutines at once. Printing it shows no URL,
// token or header.
type Poster struct {
	// A func and not a struct: fmt prints what unexported fields hold, secrets
	// included, and printers that follow pointers exist too.
	state func() *posterState
}

// NewPoster returns a Poster. It does not use the network, and keeps none of
// cfg's maps. What is wrong with cfg is a [telemetry.ErrConfig] that names the
// field, never its value, and is of cfg.Kind too.
func NewPoster(cfg PosterConfig) (*Poster, error) {
	s, err := newPosterState(cfg)
	if err != nil {
		return nil, &telemetry.Error{Kind: telemetry.ErrConfig, Op: cfg.Name, Err: &telemetry.Error{Kind: cfg.Kind, Err: err}}
	}
	return &Poster{state: func() *posterState { return s }}, nil
}

var (
	errName    = errors.New("PosterConfig.Name is required; set it to the name of the package that posts")
	errKind    = errors.New("PosterConfig.Kind is required; set it to the kind that all errors have")
	errTimeout = errors.New("Config.Timeout is not above zero")
)

// Request is one body to post.
type Request struct {
	ContentType string
	// IdempotencyKey is the same for every attempt to post the same. Empty sends
	// none.
	IdempotencyKey string
	// Body is sent gzipped if it has more than 1 KiB. It is not modified.
	Body []byte
}

// Answer is what a receiver said to a request that it accepted.
type Answer struct {
	ContentType string
	// Body is the first 64 KiB of the answer.
	Body []byte
	// Cut says that the answer has more.
	Cut bool
}

// Post posts r, once, and returns the answer if its status is a 2xx. It returns
// when the answer is complete or has 64 KiB, or when ctx or the timeout ends, and
// leaves no goroutine behind but that of an idle connection.
//
// Every error is of the Poster's kind. It is a [telemetry.ErrRejected] too when
// trying again is useless: the status is anything but a 2xx, a redirect, 408,
// 425, 429, 502, 503 or 504. All other failures may pass; among them are
// redirects, none of which is followed, and an answer in HTML, which comes from
// the login page of a network rather than from a receiver. Errors for a status
// have a [*StatusError]. No error holds the path or query of the URL, a header or
// a body.
func (p *Poster) Post(ctx context.Context, r Request) (Answer, error) {
	if p == nil || p.state == nil {
		return Answer{}, errNoPoster()
	}
	answer, err := p.state().post(ctx, r)
	switch {
	case err == nil:
		return answer, nil
	case isFinal(err):
		return Answer{}, p.failed(telemetry.ErrRejected, err)
	default:
		return Answer{}, p.failed("", err)
	}
}

// PostBatch posts a batch of n events. The function request returns what to post
// for those from (inclusive) to (exclusive); its error ends PostBatch. With n of
// 0 nothing is posted.
//
// When the receiver answers 413, which says that the body is too large, the two
// halves are posted in its stead, and so on down to single events. A receiver
// may also take a body and refuse some of its events: the function refused finds
// that out from the answer, and returns their number and a reason. It may be nil
// for a receiver that cannot.
//
// Nil says that the receiver took all events. What an error says:
//
//   - It is not a [telemetry.ErrRejected]: post the same batch again, later. The
//     receiver may have taken a part of it already.
//   - It is a [telemetry.ErrRejected] and has a [*RejectedError]: that many events
//     can never be delivered, and the receiver took all others. Post none of them
//     again.
//   - It is any other [telemetry.ErrRejected]: the receiver refused the batch, or
//     a part of it, and did not say which events are to blame.
func (p *Poster) PostBatch(ctx context.Context, n int, request func(from, to int) (Request, error), refused func(Answer) (int64, error)) error {
	if p == nil || p.state == nil {
		return errNoPoster()
	}
	b := batchPost{poster: p, request: request, refused: refused, size: n}
	if n > 0 {
		if err := b.post(ctx, 0, n); err != nil {
			return err
		}
	}
	switch {
	case b.rejection != nil:
		return b.rejection
	case b.lost.Count > 0:
		return p.failed(telemetry.ErrRejected, &b.lost)
	default:
		return nil
	}
}

// batchPost is the state of one PostBatch.
type batchPost struct {
	poster  *Poster
	request func(from, to int) (Request, error)
	refused func(Answer) (int64, error)
	size    int

	lost      RejectedError // events that can never be delivered; the first reason
	rejection error         // the first refusal of more than one event
}

// post posts the events from (inclusive) to (exclusive). Its error is one after
// which the rest of the batch is not tried: a failure that may pass.
func (b *batchPost) post(ctx context.Context, from, to int) error {
	r, err := b.request(from, to)
	if err != nil {
		return b.poster.failed("", err)
	}
	answer, err := b.poster.Post(ctx, r)
	var status *StatusError
	switch {
	case err == nil:
		return b.accepted(answer, to-from)
	case !errors.Is(err, telemetry.ErrRejected):
		return err
	case !errors.As(err, &status) || status.Code != http.StatusRequestEntityTooLarge:
		// What was refused here must not keep the rest of the batch.
		if b.rejection == nil {
			b.rejection = err
		}
		return nil
	case to-from == 1:
		b.lose(1, fmt.Errorf("number %d of %d is alone too large for the receiver: %w", from+1, b.size, status))
		return nil
	}
	middle := from + (to-from)/2
	if err := b.post(ctx, from, middle); err != nil {
		return err
	}
	return b.post(ctx, middle, to)
}

func (b *batchPost) accepted(answer Answer, n int) error {
	if b.refused == nil {
		return nil
	}
	count, err := b.refused(answer)
	switch {
	case count > 0:
		b.lose(min(count, int64(n)), err)
		return nil
	case err != nil:
		return b.poster.failed("", err)
	default:
		return nil
	}
}

func (b *batchPost) lose(count int64, why error) {
	b.lost.Count += count
	if b.lost.Err == nil {
		b.lost.Err = why
	}
}

// failed returns err as an error of the Poster's kind, and of the kind also
// unless that is empty.
func (p *Poster) failed(also telemetry.ErrorKind, err error) error {
	s := p.state()
	failure := &telemetry.Error{Kind: s.kind, Op: s.op, Err: err}
	if also == "" {
		return failure
	}
	failure.Op = ""
	return &telemetry.Error{Kind: also, Op: s.op, Err: failure}
}

func errNoPoster() error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "httpsink", Err: &telemetry.Error{
		Kind: telemetry.ErrHTTP, Err: errors.New("the Poster is nil or zero; make one with NewPoster and look at its error"),
	}}
}
