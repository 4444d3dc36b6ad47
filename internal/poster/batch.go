package poster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Batch is events to post in one request, or in several if the receiver finds
// one too large.
type Batch struct {
	// Len is the number of events. If it is 0, nothing is posted.
	Len int
	// Request returns the request for the events from (inclusive) to (exclusive), or
	// [ErrTooLarge] if the receiver is known not to take so many.
	Request func(from, to int) (Request, error)
	// Results returns what an accepted answer says of its n events, by their index
	// among them. If Results is nil, the receiver accepted all of them.
	Results func(a Answer, n int) Outcome
}

// ErrTooLarge is the error for a request that is too large for the receiver.
var ErrTooLarge error = &StatusError{Code: http.StatusRequestEntityTooLarge}

// Outcome is the result of a batch. The events that it does not name are
// accepted, unless the batch failed as a whole: then Err is set and no event is
// named.
type Outcome struct {
	Rejected []int // the receiver will never accept these
	Retry    []int // these are to be sent again
	Err      error // the first reason; nil if every event is accepted
}

// IsPartial reports whether o names the events that were not accepted.
func (o Outcome) IsPartial() bool { return len(o.Rejected)+len(o.Retry) > 0 }

// IsFinal reports whether sending any of the events again is useless.
func (o Outcome) IsFinal() bool {
	if o.IsPartial() {
		return len(o.Retry) == 0
	}
	return IsFinal(o.Err)
}

// PostBatch posts b. If the receiver answers 413, body too large, PostBatch
// posts the two halves instead, and so on. A single event that is too large is
// rejected.
//
// A temporary failure ends PostBatch: the events not accepted yet must be sent
// again. If the receiver refuses a half without naming events, the other half is
// still posted, and the Outcome is that the batch is refused as a whole.
func (p *Poster) PostBatch(ctx context.Context, b Batch) Outcome {
	if p.isZero() {
		return Outcome{Err: errNotMade}
	}
	post := batchPost{poster: p, Batch: b}
	if b.Len > 0 {
		post.post(ctx, 0, b.Len)
	}
	switch out := post.out; {
	case post.refusal != nil:
		return Outcome{Err: post.refusal}
	case len(out.Retry) == b.Len:
		return Outcome{Err: out.Err}
	default:
		return out
	}
}

// batchPost is the state of one PostBatch.
type batchPost struct {
	Batch
	poster  *Poster
	out     Outcome
	refusal error // the first refusal that names no event
}

// post posts the events from (inclusive) to (exclusive), and reports whether to
// go on with the rest of the batch.
func (b *batchPost) post(ctx context.Context, from, to int) bool {
	answer, err := b.request(ctx, from, to)
	isTooLarge := isTooLarge(err)
	switch {
	case err == nil:
		return b.accepted(answer, from, to)
	case !IsFinal(err):
		b.fail(err, from)
		return false
	case !isTooLarge:
		// A refusal here must not stop the rest of the batch.
		if b.refusal == nil {
			b.refusal = err
		}
		return true
	case to-from == 1:
		b.out.reject(from, fmt.Errorf("event %d of %d is too large for the receiver even alone: %w", from+1, b.Len, err))
		return true
	}
	middle := from + (to-from)/2
	return b.post(ctx, from, middle) && b.post(ctx, middle, to)
}

func (b *batchPost) request(ctx context.Context, from, to int) (Answer, error) {
	r, err := b.Request(from, to)
	if err != nil {
		return Answer{}, err
	}
	return b.poster.Post(ctx, r)
}

func isTooLarge(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && status.Code == http.StatusRequestEntityTooLarge
}

func (b *batchPost) accepted(a Answer, from, to int) bool {
	if b.Results == nil {
		return true
	}
	out := b.Results(a, to-from)
	if out.Err != nil && !out.IsPartial() {
		b.fail(out.Err, from)
		return false
	}
	for _, i := range out.Rejected {
		b.out.reject(from+i, out.Err)
	}
	for _, i := range out.Retry {
		b.out.retry(from+i, out.Err)
	}
	return true
}

// fail records a temporary failure: no event from this one on is accepted. It
// outranks the reason why others are rejected, because it says when to try
// again.
func (b *batchPost) fail(err error, from int) {
	for i := from; i < b.Len; i++ {
		b.out.Retry = append(b.out.Retry, i)
	}
	b.out.Err = err
}

func (o *Outcome) reject(i int, why error) {
	o.Rejected = append(o.Rejected, i)
	if o.Err == nil {
		o.Err = why
	}
}

func (o *Outcome) retry(i int, why error) {
	o.Retry = append(o.Retry, i)
	if o.Err == nil {
		o.Err = why
	}
}
