package spoolsink

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/telemetry"
)

// delivery is one pass over the queue, by the process that holds the lock.
type delivery struct {
	*writer
	ctx     context.Context //nolint:containedctx // of the one Deliver that this value lives for
	to      telemetry.Exporter
	allowed func() bool
	report  *Report
	lock    *deliveryLock
	st      *state
	judge   judge

	lines    *lines.Reader
	batch    batch
	rejected int // events that were rejected until one is accepted
	unsaved  bool
}

// What ends a delivery early.
var (
	errNotAllowed = errors.New("delivery is not allowed")
	errPurged     = errors.New("the queue was purged")
)

// run delivers the segments, and notes the outcome.
func (d *delivery) run(names []string) error {
	if next, due := d.st.due(d.judge.now); !due {
		d.report.NextAttempt = next
		return nil
	}
	if err := d.ctx.Err(); err != nil {
		return ioError("deliver", err)
	}
	d.judge.agedLeft = max(1, len(names)/4)
	err := d.segments(names)
	switch {
	case errors.Is(err, errPurged):
		return nil // nothing of the queue is left, and nothing may come back
	case errors.Is(err, errNotAllowed):
		d.report.NotAllowed = true
		err = nil
	}
	if d.unsaved {
		if saveErr := d.st.save(d.lock.f); saveErr != nil && err == nil {
			err = ioError("deliver", saveErr)
		}
	}
	return err
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

// segmentError is an error of one segment, for which the others need not wait.
type segmentError struct{ err error }

func (e *segmentError) Error() string { return e.err.Error() }

// segment delivers a segment, and removes it if its writer has ended.
func (d *delivery) segment(name string) error {
	seg, err := claim(d.dir, name, d.judge.oldest())
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
		d.lines = newLines(seg.f, seg.begin)
	} else {
		d.lines.Reset(seg.f, seg.begin)
	}
	d.batch.next = seg.begin
	for {
		err := d.batch.read(d.lines, seg, &d.judge)
		switch {
		case errors.Is(err, errTooMuchAged):
			return err
		case err != nil:
			return &segmentError{err}
		case d.batch.size() == 0:
			return d.finish(seg)
		}
		if err := d.send(seg, 0, d.batch.size()); err != nil {
			return err
		}
	}
}

// finish removes the segment, unless its writer is alive or has added something.
//
// The counts are added to the state before. A process that is killed in between
// finds the name in the state.
func (d *delivery) finish(seg *lease) error {
	if own := d.giveUp(seg.name, seg.header.done); own != nil {
		seg.take(own)
	}
	if err := seg.lock(); err != nil {
		return errPurged
	}
	if !seg.isDone() {
		return nil
	}
	if seg.isGone() {
		return errPurged
	}
	d.st.counts.add(seg.header.counts)
	d.st.folded = seg.name
	// If there is no room for the state, removing the segment makes some. The
	// counts are written with the next one.
	d.unsaved = d.st.save(d.lock.f) != nil
	if err := ownfile.Remove(d.path(seg.name)); err != nil {
		return &segmentError{err}
	}
	return nil
}

// unfold forgets the counts of a segment that the state has already: of one that
// was about to be removed when the process was killed, and that another process
// may have taken up again since.
func (d *delivery) unfold(seg *lease) error {
	if d.st.folded != seg.name {
		return nil
	}
	if err := seg.forget(); err != nil {
		return err
	}
	d.st.folded = ""
	return d.st.save(d.lock.f)
}

// send sends the events of the batch's lines from lo to hi, in parts if the
// receiver rejects them, and notes them.
func (d *delivery) send(seg *lease, lo, hi int) error {
	var c counts
	if events := d.batch.between(lo, hi); len(events) > 0 {
		err := d.request(seg, events, d.batch.lines[hi-1].end)
		verdicts := verdictsOf(err, len(events))
		switch {
		case err == nil:
			c.delivered = len(events)
		case verdicts != nil:
			return d.part(seg, lo, hi, verdicts, err)
		case !errors.Is(err, telemetry.ErrRejected):
			return err
		case len(events) > 1:
			mid := d.batch.middle(lo, hi)
			if err := d.send(seg, lo, mid); err != nil {
				return err
			}
			return d.send(seg, mid, hi)
		default:
			if err := d.reject(1, err); err != nil {
				return err
			}
			c.drop(DropRejected, 1)
		}
	}
	c.add(d.batch.dropped(lo, hi))
	return d.note(seg, d.batch.lines[hi-1].end, c)
}

// note counts what became of the lines before done.
func (d *delivery) note(seg *lease, done int64, c counts) error {
	d.report.Delivered += c.delivered
	for reason, n := range c.byReason() {
		d.report.drop(reason, n)
	}
	if err := seg.note(done, c); err != nil {
		return ioError("deliver", err)
	}
	return nil
}

// part notes what became of each event of a batch that was accepted in part. If
// some are to be sent again, the lines of the others become blanks first: the note
// says only where the first one begins.
func (d *delivery) part(seg *lease, lo, hi int, verdicts []verdict, err error) error {
	var c counts
	left := 0
	for _, v := range verdicts {
		switch v {
		case accepted:
			c.delivered++
		case rejected:
			c.drop(DropRejected, 1)
		case retry:
			left++
		}
	}
	if c.delivered > 0 {
		d.rejected = 0
		d.st.succeed(time.Now())
	} else if refused := len(verdicts) - left; refused > 0 {
		if err := d.reject(refused, err); err != nil {
			return err
		}
	}
	c.add(d.batch.dropped(lo, hi))
	if left == 0 {
		return d.note(seg, d.batch.lines[hi-1].end, c)
	}
	done := int64(-1)
	for i := lo; i < hi; i++ {
		line := d.batch.lines[i]
		if n := line.events - d.batch.eventsBefore(lo); line.events > d.batch.eventsBefore(i) && verdicts[n-1] == retry {
			if done < 0 {
				done = line.begin
			}
			continue
		}
		if err := blank(seg.f, line.begin, line.end); err != nil {
			return ioError("deliver", err)
		}
	}
	if err := d.note(seg, done, c); err != nil {
		return err
	}
	return d.fail(time.Now(), kinded(err))
}

// request sends one request, if that is still allowed.
func (d *delivery) request(seg *lease, events []telemetry.Event, end int64) error {
	if err := d.ctx.Err(); err != nil {
		return ioError("deliver", err)
	}
	if !d.isAllowed() {
		return errNotAllowed
	}
	if err := seg.send(end); err != nil {
		return &segmentError{err}
	}
	// Last, since Purge removes the segment before it waits for the lock.
	if seg.isGone() {
		return errPurged
	}
	d.report.Requests++
	err := export(d.ctx, d.to, events)
	d.unsaved = true
	switch now := time.Now(); {
	case err == nil:
		d.rejected = 0
		d.st.succeed(now)
	case verdictsOf(err, 0) != nil || errors.Is(err, telemetry.ErrRejected):
		d.st.lastAttempt, d.st.lastResult = now, resultText(err)
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
	d.report.NextAttempt = d.st.nextAttempt
	d.unsaved = true
	return err
}

// reject counts events that the receiver rejects by themselves. A receiver that
// rejects whatever it is sent is not believed for long.
func (d *delivery) reject(n int, err error) error {
	const patience = 128
	if d.rejected += n; d.rejected > patience {
		return d.fail(time.Now(), ioError("deliver", fmt.Errorf("%w: %v", errRefusesAll, err))) //nolint:errorlint // this failure is no rejection
	}
	return nil
}

// isAllowed asks Options.Allowed. A panic is a no.
func (d *delivery) isAllowed() (ok bool) {
	if d.allowed == nil {
		return true
	}
	defer func() { ok = recover() == nil && ok }()
	return d.allowed()
}
