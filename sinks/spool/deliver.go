package spoolsink

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/telemetry"
)

// Flush delivers as [Sink.Deliver] does, until ctx ends; the rest stays queued. It
// is no error if a delivery is not due, is not allowed, or is under way elsewhere.
func (s *Sink) Flush(ctx context.Context) error {
	_, err := s.Deliver(ctx)
	return err
}

// Deliver sends what is queued to the [telemetry.Exporter], the oldest events first, until
// the queue is empty, ctx ends, a request fails or [Options.Allowed] says no. It
// sends the events of all processes, whether they have ended or not.
//
// After a failure nothing is sent until the time of the next attempt, which all
// processes share: between 50 ms and a random, exponentially growing time, at
// least what the receiver asked for, and at most 24 hours. If that time is before
// the deadline of ctx, Deliver waits for it and goes on; otherwise, and always if
// ctx has no deadline, it returns at once. While it waits, others may deliver.
// It does not return later than ctx ends and the Exporter returns.
//
// One process delivers at a time. While another process, or another Sink of this
// one, delivers, Deliver returns at once, with [Report.Busy] and no error: a
// stopped process must not hold up the others. Goroutines that deliver by one Sink
// take turns, each until its own ctx ends.
//
// An event is accepted at least once. It is sent twice only if an answer is lost,
// if a process is killed between the answer and the note of it, a microsecond
// later, or if that note cannot be written. Events that the receiver rejects are
// dropped and counted; that is no error. A receiver that rejects more than 128 and
// accepts none has failed, and the rest is kept for the next attempt. A batch
// accepted in part (see [telemetry.PartialError]) keeps only the events to be sent
// again, in their order; that is a failure too.
//
// An error is a [*telemetry.Error]: that of the Exporter, of the end of ctx, or
// a [telemetry.ErrIO] if the queue cannot be read or noted. The Report counts
// what was done in any case.
func (s *Sink) Deliver(ctx context.Context) (Report, error) {
	var report Report
	if s == nil {
		return report, ioError("deliver", errNoDir)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	err := s.passes(ctx, &report)
	if s.opts.OnResult != nil && (report.Requests > 0 || report.Dropped != nil || err != nil) {
		s.tell(report, err)
	}
	return report, err
}

// tell calls OnResult, whose panic must not take the tool down.
func (s *Sink) tell(report Report, err error) {
	defer func() { _ = recover() }()
	s.opts.OnResult(report, err)
}

// passes delivers the queue, again and again, until there is nothing to wait for.
func (s *Sink) passes(ctx context.Context, report *Report) error {
	for {
		report.NextAttempt = time.Time{}
		err := s.pass(ctx, report)
		if !waitUntil(ctx, report.NextAttempt) {
			return err
		}
	}
}

// pass delivers the queue once, if nobody else does and it is time to.
func (s *Sink) pass(ctx context.Context, report *Report) error {
	const op = "deliver"
	switch {
	case s.w.isClosed():
		return ioError(op, fs.ErrClosed)
	case s.to == nil:
		return failed(telemetry.ErrConfig, op, errNoExporter)
	}
	// Where nothing is queued, nothing is made.
	names, err := s.w.names()
	if err != nil {
		return ioError(op, err)
	}
	if len(names) == 0 {
		return nil
	}
	if err := owndir.Tighten(s.w.dir); err != nil {
		return ioError(op, err)
	}
	select {
	case s.delivering <- struct{}{}:
		defer func() { <-s.delivering }()
	case <-ctx.Done():
		return ioError(op, ctx.Err())
	}
	lock, err := lockDelivery(s.w.dir, os.O_CREATE)
	switch {
	case errors.Is(err, kernellock.ErrBusy):
		report.Busy = true
		return nil
	case err != nil:
		return ioError(op, err)
	}
	defer lock.release()
	// Once more: what another process has delivered meanwhile is gone, and what was
	// queued meanwhile is there.
	if names, err = s.w.names(); err != nil {
		return ioError(op, err)
	}
	d := &delivery{
		writer: &s.w, ctx: ctx, to: s.to, allowed: s.opts.Allowed, report: report,
		lock: lock, st: loadState(s.w.dir), judge: s.judge(),
	}
	return d.run(names)
}

// judge returns what decides which events are sent now: those of the tool of the
// Options, or else of this Sink's own first event, or else of the oldest event.
func (s *Sink) judge() judge {
	j := judge{limits: s.w.limits, now: time.Now(), tool: s.w.toolOf()}
	if s.opts.Tool != "" {
		j.tool = &s.opts.Tool
	}
	j.limits.age = min(j.limits.age, maxAge(s.to))
	return j
}
