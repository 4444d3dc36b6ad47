package spoolsink

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Flush delivers what fits before ctx ends, as [Sink.Deliver] does; the rest
// stays queued. That nothing was due, allowed or free to be delivered is no
// error.
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
// One process delivers at a time. If another one does, or another Sink of this
// one, Deliver returns at once, with [Report.Busy] and no error: a process that
// is stopped must not hold up the others. Of several goroutines that deliver by
// one Sink, each waits for the one before it, until its own ctx ends.
//
// An event is accepted at least once. It is sent twice only if a process is
// killed between the receiver's answer and the note of it, a microsecond later,
// or if that note cannot be written. Events that the receiver rejects are
// dropped and counted; that is no error. If it rejects more than 128 and accepts
// none, that is taken for a failure, and the rest is kept for the next attempt.
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
	err := s.deliver(ctx, &report)
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

// deliver passes over the queue until there is nothing to wait for.
func (s *Sink) deliver(ctx context.Context, report *Report) error {
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
	case s.isClosed():
		return ioError(op, fs.ErrClosed)
	case s.to == nil:
		return failed(telemetry.ErrConfig, op, errNoExporter)
	case s.checkPath() != nil:
		return ioError(op, s.checkPath())
	}
	// Where nothing is queued, nothing is made.
	switch queued, err := s.isQueued(); {
	case err != nil:
		return ioError(op, err)
	case !queued:
		return nil
	}
	select {
	case s.delivering <- struct{}{}:
		defer func() { <-s.delivering }()
	case <-ctx.Done():
		return ioError(op, ctx.Err())
	}
	lock, err := lockDelivery(s.dir, os.O_CREATE)
	switch {
	case errors.Is(err, errBusy):
		report.Busy = true
		return nil
	case err != nil:
		return ioError(op, err)
	}
	defer lock.release()
	d := &delivery{s: s, ctx: ctx, report: report, now: time.Now(), st: loadState(s.dir), known: newKnown()}
	return d.run()
}

// isQueued reports whether there is a segment, in a directory that may be used.
func (s *Sink) isQueued() (bool, error) {
	if err := openDir(s.dir); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return false, err
	}
	names, err := segmentNames(s.dir, -1)
	return len(names) > 0, err
}

// delivery is one pass over the queue, by the process that holds the lock.
type delivery struct {
	s      *Sink
	ctx    context.Context //nolint:containedctx // of the one Deliver that this value lives for
	report *Report
	now    time.Time
	st     *state
	lines  *lineReader
	batch  batch
	known  *known

	agedLeft int // segments whose events may still be dropped for their age
	rejected int // events that were rejected until one is accepted
	unsaved  bool
}

// What ends a delivery early.
var (
	errNotAllowed = errors.New("delivery is not allowed")
	errPurged     = errors.New("the queue was purged")
)

// run delivers all segments, and notes the outcome.
func (d *delivery) run() error {
	const op = "deliver"
	if next, due := d.st.due(d.now); !due {
		d.report.NextAttempt = next
		return nil
	}
	if err := d.ctx.Err(); err != nil {
		return ioError(op, err)
	}
	names, err := segmentNames(d.s.dir, -1)
	if err != nil {
		return ioError(op, err)
	}
	d.agedLeft = max(1, len(names)/4)
	d.useTool()
	err = d.segments(names)
	switch {
	case errors.Is(err, errPurged):
		return nil // nothing of the queue is left, and nothing may come back
	case errors.Is(err, errNotAllowed):
		d.report.NotAllowed = true
		err = nil
	}
	if d.unsaved {
		if saveErr := d.st.save(d.s.dir); saveErr != nil && err == nil {
			err = ioError(op, saveErr)
		}
	}
	return err
}

// useTool decides whose events are delivered: those of the tool that this Sink
// has an event of, or else of the tool that was delivered before, or else of the
// tool that the oldest event is of.
func (d *delivery) useTool() {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	if d.s.tool != nil {
		d.st.Tool = d.s.tool
	}
}

// segments delivers one segment after the other. A segment that cannot be read is
// left out, and reported at the end.
func (d *delivery) segments(names []string) error {
	var firstErr error
	for _, name := range names {
		err := d.segment(name)
		var left *segmentError
		switch {
		case err == nil || errors.Is(err, errTooMuchAged) || isNothing(err):
		case errors.As(err, &left):
			if firstErr == nil {
				firstErr = ioError("deliver", left.err)
			}
		default:
			return err
		}
	}
	return firstErr
}

// isNothing reports whether a segment could not be opened because it is not
// there, or not this code's to touch.
func isNothing(err error) bool {
	for _, reason := range []error{errGone, errNotQueued, errNewerHeader, fs.ErrNotExist} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}

// segmentError is an error of one segment, for which the others need not wait.
type segmentError struct{ err error }

func (e *segmentError) Error() string { return e.err.Error() }

// segment delivers a segment, and removes it if its writer has ended.
func (d *delivery) segment(name string) error {
	seg, err := d.take(name)
	switch {
	case isNothing(err):
		return err
	case err != nil:
		return &segmentError{err}
	}
	defer seg.close()
	if err := d.unfold(seg); err != nil {
		return &segmentError{err}
	}
	if d.lines == nil {
		d.lines = newLineReader(seg.f, seg.begin)
	} else {
		d.lines.reset(seg.f, seg.begin)
	}
	for {
		b, err := d.read(seg)
		if errors.Is(err, errTooMuchAged) {
			return err
		}
		if err != nil {
			return &segmentError{err}
		}
		if b.size() == 0 {
			return d.finish(seg)
		}
		if err := d.send(seg, b, 0, b.size()); err != nil {
			return err
		}
	}
}

// finish removes the segment, unless its writer is alive or has added something.
//
// The counts are added to the state before. A process that is killed in between
// finds the name in the state.
func (d *delivery) finish(seg *taken) error {
	d.s.giveUp(seg)
	if err := seg.lock(); err != nil {
		return errPurged
	}
	if !seg.isDone() {
		return nil
	}
	if seg.isGone() {
		return errPurged
	}
	d.st.add(seg.header.counts)
	d.st.Folded = seg.name
	// If there is no room for the state, removing the segment makes some. The
	// counts are written with the next one.
	d.unsaved = d.st.save(d.s.dir) != nil
	if err := os.Remove(filepath.Join(d.s.dir, seg.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &segmentError{err}
	}
	return nil
}

// giveUp lets go of the segment if it is this Sink's own and nothing was added to
// it. The next event goes to another one.
func (s *Sink) giveUp(seg *taken) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.segment == nil || s.segment.name != seg.name || s.segment.end != seg.header.done {
		return
	}
	seg.own, seg.ended = s.segment, true
	s.segment = nil
}

// unfold forgets the counts of a segment that the state has already: of one that
// was about to be removed when the process was killed, and that another process
// may have taken up again since.
func (d *delivery) unfold(seg *taken) error {
	if d.st.Folded != seg.name {
		return nil
	}
	seg.header.counts = counts{}
	if err := seg.write(); err != nil {
		return err
	}
	d.st.Folded = ""
	return d.st.save(d.s.dir)
}

// send sends the events of the lines from lo to hi, in parts if the receiver
// rejects them, and notes them.
func (d *delivery) send(seg *taken, b *batch, lo, hi int) error {
	events := b.between(lo, hi)
	var c counts
	if len(events) > 0 {
		err := d.request(seg, events, b.lines[hi-1].end)
		refused, settled := refusedOf(err, len(events))
		switch {
		case err == nil:
			c.delivered = len(events)
		case !errors.Is(err, telemetry.ErrRejected):
			return err
		case settled:
			if c.delivered = len(events) - refused; c.delivered > 0 {
				d.rejected = 0
				d.st.succeed(time.Now())
			}
			c.drop(DropRejected, refused)
		case len(events) > 1:
			mid := b.middle(lo, hi)
			if err := d.send(seg, b, lo, mid); err != nil {
				return err
			}
			return d.send(seg, b, mid, hi)
		default:
			if err := d.reject(err); err != nil {
				return err
			}
			c.drop(DropRejected, 1)
		}
	}
	c.add(b.dropped(lo, hi))
	d.report.Delivered += c.delivered
	for reason, n := range c.byReason() {
		d.report.drop(reason, n)
	}
	if err := seg.note(b.lines[hi-1].end, c); err != nil {
		return ioError("deliver", err)
	}
	return nil
}

// refusedOf returns how many of n events the receiver refused for good, and
// whether it took the others: to send any of them again would duplicate those.
func refusedOf(err error, n int) (refused int, settled bool) {
	var counts interface{ Rejected() int64 }
	if !errors.As(err, &counts) {
		return 0, false
	}
	return int(min(max(counts.Rejected(), 0), int64(n))), true
}

// request sends one request, if that is still allowed.
func (d *delivery) request(seg *taken, events []telemetry.Event, end int64) error {
	if err := d.ctx.Err(); err != nil {
		return ioError("deliver", err)
	}
	if !d.isAllowed() {
		return errNotAllowed
	}
	if err := seg.mark(end); err != nil {
		return &segmentError{err}
	}
	// Last, since Purge removes the segment before it waits for the lock.
	if seg.isGone() {
		return errPurged
	}
	d.report.Requests++
	err := export(d.ctx, d.s.to, events)
	d.unsaved = true
	switch now := time.Now(); {
	case err == nil:
		d.rejected = 0
		d.st.succeed(now)
	case errors.Is(err, telemetry.ErrRejected):
		d.st.LastAttempt, d.st.LastResult = now, resultText(err)
	case d.ctx.Err() != nil:
		err = kinded(err)
		d.st.interrupt(now)
	default:
		return d.fail(now, kinded(err))
	}
	return err
}

func (d *delivery) fail(now time.Time, err error) error {
	d.st.fail(now, err)
	d.report.NextAttempt = d.st.NextAttempt
	d.unsaved = true
	return err
}

// reject counts an event that the receiver rejects by itself. A receiver that
// rejects whatever it is sent is not believed for long.
func (d *delivery) reject(err error) error {
	const patience = 128
	if d.rejected++; d.rejected > patience {
		return d.fail(time.Now(), ioError("deliver", fmt.Errorf("%w: %v", errRefusesAll, err))) //nolint:errorlint // this failure is no rejection
	}
	return nil
}

// isAllowed asks Options.Allowed. A panic is a no.
func (d *delivery) isAllowed() (ok bool) {
	if d.s.opts.Allowed == nil {
		return true
	}
	defer func() { ok = recover() == nil && ok }()
	return d.s.opts.Allowed()
}
