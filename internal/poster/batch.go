package poster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Batch is a number of events that are posted in one request, or in several if
// the receiver finds one too large.
type Batch struct {
	// Len is how many events there are. Nothing is posted for none.
	Len int
	// Request returns what to post for the events from (inclusive) to (exclusive), or
	// [ErrTooLarge] for more than the receiver is known to take.
	Request func(from, to int) (Request, error)
	// Results returns what an accepted answer says of the n events that it answers,
	// by their index among these. Nil means that the receiver accepted all of them.
	Results func(a Answer, n int) Outcome
}

// ErrTooLarge is what a receiver answers to a request that is too large.
var ErrTooLarge error = &StatusError{Code: http.StatusRequestEntityTooLarge}

// Outcome is what became of the events of a batch. Those that it does not name
// are accepted, unless the batch failed as a whole: then there is an error, and
// no event is named.
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

// PostBatch posts b. When the receiver answers 413, which says that the body is
// too large, the two halves are posted in its stead, and so on down to single
// events, of which one that is alone too large is rejected. A failure that may
// pass ends PostBatch: what was not accepted yet is to be sent again. Where the
// receiver refuses a half without saying which events are to blame, the other
// half is still posted, and the Outcome is that the batch is refused as a whole.
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

// post posts the events from (inclusive) to (exclusive), and reports whether the
// rest of the batch is still to be tried.
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
		// What is refused here must not keep the rest of the batch.
		if b.refusal == nil {
			b.refusal = err
		}
		return true
	case to-from == 1:
		b.out.reject(from, fmt.Errorf("number %d of %d is alone too large for the receiver: %w", from+1, b.Len, err))
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

// fail notes that no event from this one on is accepted, for a reason that may
// pass. That reason counts more than why others are rejected: it says when to
// try again.
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
