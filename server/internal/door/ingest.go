package door

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

// The reasons of the door, beside those of the store.
const (
	reasonUnknownTool store.Reason = "unknown_tool" // it is not declared
	reasonUndeclared  store.Reason = "undeclared"   // its event, an attribute or a value is not declared
	reasonMalformed   store.Reason = "malformed"    // it cannot be read as an event
	reasonTooLong     store.Reason = "too_long"     // it has too many attributes, or a text that is too long
	reasonWrongKey    store.Reason = "wrong_key"    // another event of its request may have the right one
)

// commitTime is how long a transaction may take, whether or not the sender waits.
const commitTime = 30 * time.Second

// parcel is the events of one request, some of which cannot be taken.
type parcel struct {
	events   []store.Arrived
	indices  []int // of events, in the request
	rejected map[store.Reason][]int
	total    int
}

// add adds an event that could be read.
func (p *parcel) add(e telemetry.Event, at time.Time) {
	p.events = append(p.events, store.Arrived{Event: e, At: at})
	p.indices = append(p.indices, p.total)
	p.total++
}

// reject adds an event that cannot be taken.
func (p *parcel) reject(reason store.Reason) {
	p.rejectAt(reason, p.total)
	p.total++
}

func (p *parcel) rejectAt(reason store.Reason, index int) {
	if p.rejected == nil {
		p.rejected = map[store.Reason][]int{}
	}
	p.rejected[reason] = append(p.rejected[reason], index)
}

// allRejected returns the indices of the events that cannot be taken, sorted.
func (p *parcel) allRejected() []int {
	var all []int
	for _, indices := range p.rejected {
		all = append(all, indices...)
	}
	slices.Sort(all)
	return all
}

// reasons returns how many events cannot be taken for which reason.
func (p *parcel) reasons() map[store.Reason]int {
	n := map[store.Reason]int{}
	for reason, indices := range p.rejected {
		n[reason] = len(indices)
	}
	return n
}

// ingest puts p into the store, and notes what is rejected in it. It does not end
// with the request: a sender that hangs up learns no more than that it must send
// again.
func (d *Door) ingest(r *http.Request, p *parcel) error {
	d.refuse(r, p)
	if len(p.events) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), commitTime)
	defer cancel()
	result, err := d.store.Ingest(ctx, p.events)
	if err != nil {
		d.metrics.failures.Add(1)
		d.log.Error("events could not be kept", "error", err, "events", len(p.events))
		return err
	}
	for _, refusal := range result.Refused {
		p.rejectAt(refusal.Reason, p.indices[refusal.Index])
		d.metrics.refused(refusal.Reason, 1)
	}
	d.metrics.accepted.Add(int64(result.Accepted))
	d.metrics.duplicates.Add(int64(result.Duplicates))
	return nil
}

// refuse moves the events that are not to be taken from p's events to those that
// are rejected, and counts them for the pages.
func (d *Door) refuse(r *http.Request, p *parcel) {
	for reason, indices := range p.rejected { // what could not be read has no tool
		d.count("", reason, len(indices))
	}
	kept := 0
	for i := range p.events {
		e := &p.events[i].Event
		reason := d.reasonAgainst(e, r)
		if reason != "" {
			p.rejectAt(reason, p.indices[i])
			d.count(e.Tool, reason, 1)
			continue
		}
		p.events[kept], p.indices[kept] = p.events[i], p.indices[i]
		kept++
	}
	p.events, p.indices = p.events[:kept], p.indices[:kept]
}

func (d *Door) count(tool string, reason store.Reason, n int) {
	d.metrics.refused(reason, n)
	if !d.isKnown(tool) {
		tool = "" // its name is what a stranger chose
	}
	d.refusals.add(tool, reason, n)
}

// reasonAgainst returns why e is not taken, or nothing.
func (d *Door) reasonAgainst(e *telemetry.Event, r *http.Request) store.Reason {
	switch {
	case !d.isKnown(e.Tool):
		return reasonUnknownTool
	case d.isKeyWrong(e.Tool, r):
		return reasonWrongKey
	case isLong(e):
		return reasonTooLong
	}
	if tool, ok := d.tools[e.Tool]; ok && !tool.Allows(e) {
		return reasonUndeclared
	}
	return ""
}

// isLong reports whether e is beyond what a Recorder makes. Its texts may be longer:
// another implementation may cut at another place.
func isLong(e *telemetry.Event) bool {
	const maxText = 2 * telemetry.MaxTextBytes
	if len(e.Attrs) > telemetry.MaxAttrs || len(e.Name) > telemetry.MaxNameBytes || len(e.Args) > maxText || len(e.ErrMsg) > maxText {
		return true
	}
	return slices.ContainsFunc(e.Attrs, func(a telemetry.Attr) bool {
		return len(a.Key) > telemetry.MaxKeyBytes || len(a.Value) > maxText
	})
}
