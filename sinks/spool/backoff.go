package spoolsink

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	// maxDelay bounds every delay, also one that the receiver asks for.
	maxDelay = day

	// firstWindow is the range of the random delay after the first failure; it
	// doubles with each further one. leastDelay is added, since the receiver has
	// just failed.
	firstWindow = 250 * time.Millisecond
	leastDelay  = 50 * time.Millisecond

	// Deliveries that their own caller cut short say little about the receiver:
	// most commands end before an answer is there. The first ones delay nothing,
	// the later ones not by much.
	freeInterruptions = 2
	maxInterrupted    = time.Minute
)

// delay returns how long to wait after the n-th failure in a row: exponential
// with full jitter, but not less than the receiver asked for, and a little more,
// so that not all clients are back at once.
func delay(failures int, asked time.Duration) time.Duration {
	wait := leastDelay + jitter(window(failures, maxDelay))
	if asked > 0 {
		asked = min(asked, maxDelay)
		wait = max(wait, asked+jitter(asked/10))
	}
	return min(wait, maxDelay)
}

func interruptedDelay(interruptions int) time.Duration {
	if interruptions <= freeInterruptions {
		return 0
	}
	return leastDelay + jitter(window(interruptions-freeInterruptions, maxInterrupted))
}

// window returns firstWindow, doubled n-1 times, but not more than most.
func window(n int, most time.Duration) time.Duration {
	w := firstWindow
	for ; n > 1 && w < most; n-- {
		w *= 2
	}
	return min(w, most)
}

func jitter(below time.Duration) time.Duration {
	if below <= 0 {
		return 0
	}
	return rand.N(below) //nolint:gosec // nobody gains by guessing it
}

// retryAfter returns how long the receiver asked to be left alone, or 0.
func retryAfter(err error) time.Duration {
	var asks interface{ RetryAfter() time.Duration }
	if !errors.As(err, &asks) {
		return 0
	}
	return asks.RetryAfter()
}

// waitUntil waits until next, if that is before the deadline of ctx, and reports
// whether it did. Without a deadline nobody agreed to wait.
func waitUntil(ctx context.Context, next time.Time) bool {
	deadline, ok := ctx.Deadline()
	if !ok || next.IsZero() || !next.Before(deadline) {
		return false
	}
	timer := time.NewTimer(time.Until(next))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
