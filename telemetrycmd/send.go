package telemetrycmd

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// sendTimeout is how long somebody waits who asked for a delivery.
const sendTimeout = 10 * time.Second

func (c *commands) sendCommand() *cobra.Command {
	timeout := sendTimeout
	cmd := c.command("send", "Deliver what waits to be sent, now",
		`Delivers what waits to be sent, instead of leaving that to the next commands.

It is refused (exit code 3) if anything keeps telemetry off, and fails (1) if
something is left waiting or the receiver refused it. That nothing waits is no
failure.`,
		func(cmd *cobra.Command, out output) error { return c.send(cmd, out, timeout) })
	cmd.Flags().DurationVar(&timeout, "timeout", sendTimeout, "give up after this `time`")
	return cmd
}

func (c *commands) send(cmd *cobra.Command, out output, timeout time.Duration) error {
	if timeout <= 0 {
		return c.wrongUse(cmd, "--timeout must be longer than 0")
	}
	g := c.app.gate()
	if !g.on() {
		why := fmt.Errorf("refused: nothing is sent: %s", g.reason())
		if out == outputJSON {
			if err := writeJSON(cmd.OutOrStdout(), newSendJSON(c.app.cfg.Tool, spoolsink.Report{}, why)); err != nil {
				return err
			}
		}
		return c.fail(cmd, exitRefused, why)
	}
	queue := c.app.newQueue(g, nil)
	if queue == nil {
		return c.sent(cmd, out, spoolsink.Report{}, nil)
	}
	// Not a deadline, until which the queue would try again and again: somebody who
	// asked wants to know.
	ctx, cancel := context.WithCancelCause(cmd.Context())
	defer cancel(nil)
	timer := time.AfterFunc(timeout, func() { cancel(errTimeout) })
	defer timer.Stop()
	report, err := deliver(ctx, queue, time.Now().Add(timeout))
	switch n := report.Dropped[spoolsink.DropRejected]; {
	case err != nil && ctx.Err() != nil:
		err = context.Cause(ctx)
	case err == nil && n > 0:
		err = rejected(queue, n)
	}
	return c.sent(cmd, out, report, err)
}

// rejected returns the error that the receiver refused n events for good, with its
// words if the queue still knows them.
func rejected(queue *spoolsink.Sink, n int) error {
	const ok = "ok"
	stats, err := queue.Stats()
	if err != nil || stats.LastResult == ok || stats.LastResult == "" {
		return fmt.Errorf("the receiver refused %s", countOf(n, "event"))
	}
	return fmt.Errorf("the receiver refused %s: %s", countOf(n, "event"), stats.LastResult)
}

var errTimeout = errors.New("it was not finished in time")

// deliver delivers the queue, and returns when ctx ends at the latest, whatever
// the Exporter does.
func deliver(ctx context.Context, queue *spoolsink.Sink, deadline time.Time) (spoolsink.Report, error) {
	type result struct {
		report spoolsink.Report
		err    error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { _ = queue.Close() }()
		report, err := deliverWhenFree(ctx, queue, deadline)
		done <- result{report, err}
	}()
	select {
	case r := <-done:
		return r.report, r.err
	case <-ctx.Done():
	}
	// The queue notes what became of its request. An Exporter that does not end
	// when it must is left behind.
	const patience = 500 * time.Millisecond
	select {
	case r := <-done:
		return r.report, r.err
	case <-time.After(patience):
		return spoolsink.Report{}, ctx.Err()
	}
}

// deliverWhenFree delivers the queue once. It waits for a process that is
// delivering, and for the time of the next attempt, if that is before the deadline.
func deliverWhenFree(ctx context.Context, queue *spoolsink.Sink, deadline time.Time) (spoolsink.Report, error) {
	const pause = 20 * time.Millisecond
	for {
		report, err := queue.Deliver(ctx)
		var wait time.Duration
		switch next := report.NextAttempt; {
		case err != nil:
			return report, err
		case report.Busy:
			wait = pause
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

// sent says what became of a delivery.
func (c *commands) sent(cmd *cobra.Command, out output, report spoolsink.Report, err error) error {
	problem := problemOf(report, err)
	if out == outputJSON {
		if err := writeJSON(cmd.OutOrStdout(), newSendJSON(c.app.cfg.Tool, report, problem)); err != nil {
			return err
		}
	} else {
		c.sayReport(cmd, report, problem)
	}
	switch {
	case report.NotAllowed:
		return c.fail(cmd, exitRefused, problem)
	case problem == nil:
		return nil
	}
	failure := c.fail(cmd, exitFailed, fmt.Errorf("not everything was delivered: %w", problem))
	switch {
	case !report.NextAttempt.IsZero():
		c.note(cmd, "It is tried again when a command runs after %s.", when(report.NextAttempt))
	case report.Dropped[spoolsink.DropRejected] > 0:
		c.note(cmd, "What is refused is not kept.")
	default:
		c.note(cmd, "What was not delivered stays here, and is tried again when a command runs.")
	}
	return failure
}

// problemOf returns why not everything was delivered, or nil.
func problemOf(report spoolsink.Report, err error) error {
	switch {
	case report.NotAllowed:
		return errors.New("stopped: telemetry was turned off meanwhile")
	case report.Busy:
		return errors.New("another process is delivering")
	case errors.Is(err, context.Canceled):
		return errors.New("it was interrupted")
	case err != nil:
		// A receiver's answer may hold what it was sent.
		return errors.New(telemetry.Event{ErrMsg: err.Error()}.Redacted().ErrMsg)
	case !report.NextAttempt.IsZero():
		return errors.New("the receiver failed before, and is left alone for a while")
	}
	return nil
}

func (c *commands) sayReport(cmd *cobra.Command, report spoolsink.Report, problem error) {
	to := c.app.recipient()
	switch {
	case report.Delivered > 0:
		c.say(cmd, "Sent %s to %s.", countOf(report.Delivered, "event"), to)
	case problem != nil || len(report.Dropped) > 0:
	case to == "":
		c.say(cmd, "Nothing is waiting: events stay on this machine.")
	default:
		c.say(cmd, "Nothing is waiting.")
	}
	for _, reason := range slices.Sorted(maps.Keys(report.Dropped)) {
		c.say(cmd, "Dropped %s: %s.", countOf(report.Dropped[reason], "event"), reason)
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
	s := sendJSON{Schema: 1, Tool: tool, Delivered: report.Delivered, Dropped: map[string]int{}, NextAttempt: inUTC(report.NextAttempt)}
	for reason, n := range report.Dropped {
		s.Dropped[string(reason)] = n
	}
	if problem != nil {
		s.Problem = pointer(printable(problem.Error()))
	}
	return s
}
