package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func (k *commands) sendVerb() Verb {
	var (
		limit    *timeout
		detached bool
	)
	v, flags := k.verb("send", "Deliver what waits to be sent, now",
		`Delivers what waits to be sent, instead of leaving that to the second process
that commands start.

It is refused (exit code 3) if anything keeps telemetry off, and fails (1) if
something is left waiting or the receiver refused it. That nothing waits is no
failure. With --detached it prints nothing and waits for nobody: it is what that
second process is called.`,
		func(c *call) int {
			if detached {
				return k.sendDetached(c)
			}
			return k.send(c, time.Duration(*limit))
		})
	limit = timeoutFlag(flags)
	flags.BoolVar(&detached, "detached", false, "print nothing")
	return v
}

// sendDetached does the work of a sender, in a process that did not reach New first.
func (k *commands) sendDetached(c *call) int {
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	defer time.AfterFunc(senderDeadline, cancel).Stop()
	k.delivery.now(ctx)
	return exitDone
}

func (k *commands) send(c *call, timeout time.Duration) int {
	v := k.gate.now()
	if !v.on() {
		why := fmt.Errorf("refused: nothing is sent: %s", v.reason())
		if c.out == outputJSON {
			if err := writeJSON(c.stdout, newSendJSON(k.tool, spoolsink.Report{}, why)); err != nil {
				return c.failed(err)
			}
		}
		c.note("%s", why)
		return exitRefused
	}
	queue := k.delivery.queue(v)
	if queue == nil {
		return k.sent(c, spoolsink.Report{}, nil)
	}
	ctx, cancel := context.WithCancelCause(c.ctx)
	defer cancel(nil)
	defer time.AfterFunc(timeout, func() { cancel(errTimeout) }).Stop()
	report, err := deliverWhenFree(ctx, queue, time.Now().Add(timeout))
	switch n := report.Dropped[spoolsink.DropRejected]; {
	case err != nil && ctx.Err() != nil:
		err = context.Cause(ctx)
	case err == nil && n > 0:
		err = rejected(queue, n)
	}
	return k.sent(c, report, err)
}

// rejected returns the error for n events that the receiver refused for good. It
// includes the receiver's answer if the queue still has it.
func rejected(queue *spoolsink.Sink, n int) error {
	const ok = "ok"
	stats, err := queue.Stats()
	if err != nil || stats.LastResult == ok || stats.LastResult == "" {
		return fmt.Errorf("the receiver refused %s", countOf(n, "event"))
	}
	return fmt.Errorf("the receiver refused %s: %s", countOf(n, "event"), answered(stats.LastResult))
}

var errTimeout = errors.New("it was not finished in time")

// deliverWhenFree delivers the queue once. It waits until no other process is
// delivering, and for the next attempt if that is before the deadline.
func deliverWhenFree(ctx context.Context, queue *spoolsink.Sink, deadline time.Time) (spoolsink.Report, error) {
	const (
		pause    = 20 * time.Millisecond
		patience = 500 * time.Millisecond
	)
	for {
		report, err := deliverWithin(ctx, queue, patience)
		wait := pause
		switch next := report.NextAttempt; {
		case err != nil:
			return report, err
		case report.Busy:
		case next.IsZero() || next.After(deadline):
			return report, nil
		default:
			wait = time.Until(next)
		}
		select {
		case <-ctx.Done():
			return report, ctx.Err()
		case <-time.After(wait):
		}
	}
}

// sent reports the result of a delivery.
func (k *commands) sent(c *call, report spoolsink.Report, err error) int {
	problem := problemOf(report, err)
	if c.out == outputJSON {
		if err := writeJSON(c.stdout, newSendJSON(k.tool, report, problem)); err != nil {
			return c.failed(err)
		}
	} else {
		k.sayReport(c, report, problem)
	}
	switch {
	case report.NotAllowed:
		c.note("%s", problem)
		return exitRefused
	case problem == nil:
		return exitDone
	}
	c.note("not everything was delivered: %s", problem)
	switch {
	case time.Until(report.NextAttempt) > time.Second:
		c.note("It is tried again when a command runs after %s.", when(report.NextAttempt))
	case report.Dropped[spoolsink.DropRejected] > 0:
		c.note("Rejected events are not kept.")
	default:
		c.note("What was not delivered stays here, and is tried again when a command runs.")
	}
	return exitFailed
}

// problemOf returns why not everything was delivered, or nil.
func problemOf(report spoolsink.Report, err error) error {
	switch {
	case report.NotAllowed:
		return errors.New("stopped: telemetry was turned off meanwhile")
	case report.Busy:
		return errors.New("another process is delivering")
	case errors.Is(err, context.Canceled):
		return errors.New("cancelled before the server answered")
	case err != nil:
		// The answer may quote the events.
		return errors.New(telemetry.Event{ErrMsg: answered(err.Error())}.Redacted().ErrMsg)
	case !report.NextAttempt.IsZero():
		return errors.New("the receiver failed before, and the time to try again has not come")
	}
	return nil
}

func (k *commands) sayReport(c *call, report spoolsink.Report, problem error) {
	switch {
	case report.Delivered > 0:
		c.say("Sent %s to %s.", countOf(report.Delivered, "event"), k.recipient)
	case problem != nil || len(report.Dropped) > 0:
	case k.recipient == "":
		c.say("Nothing is waiting: events stay on this machine.")
	default:
		c.say("Nothing is waiting.")
	}
	for _, reason := range slices.Sorted(maps.Keys(report.Dropped)) {
		c.say("Dropped %s: %s.", countOf(report.Dropped[reason], "event"), reason)
	}
}

// sendJSON is what "send --output json" prints.
type sendJSON struct {
	Schema      int            `json:"schema"`
	Tool        string         `json:"tool"`
	Delivered   int            `json:"delivered"`
	Dropped     map[string]int `json:"dropped"`
	Problem     *string        `json:"problem"`
	NextAttempt *time.Time     `json:"next_attempt"`
}

func newSendJSON(tool string, report spoolsink.Report, problem error) sendJSON {
	s := sendJSON{Schema: 1, Tool: tool, Delivered: report.Delivered, Dropped: byReason(report.Dropped), NextAttempt: inUTC(report.NextAttempt)}
	if problem != nil {
		s.Problem = pointer(printable(problem.Error()))
	}
	return s
}
