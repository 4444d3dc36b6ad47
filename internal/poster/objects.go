package poster

import "slices"

// Objects are the encoded events of a batch, in one JSON text. Any part of it
// can be posted without encoding it again. [Encode] makes them.
type Objects struct {
	prefix, suffix string
	text           []byte // prefix, the objects with "," between them, suffix
	places         []place
	leftOut        []int // indices of the events not in text
	why            error // the first reason
}

// place is the position of an object in the text, and the index of its event in
// the batch.
type place struct{ from, to, event int }

// Encode returns n events as prefix, their objects with "," between them, and
// suffix. object appends the object of event i. If it returns an error, the event
// is left out.
func Encode(n int, prefix, suffix string, object func(dst []byte, i int) ([]byte, error)) *Objects {
	o := &Objects{prefix: prefix, suffix: suffix, text: []byte(prefix), places: make([]place, 0, n)}
	for i := range n {
		before := len(o.text)
		if len(o.places) > 0 {
			o.text = append(o.text, ',')
		}
		from := len(o.text)
		text, err := object(o.text, i)
		if err != nil {
			o.text = o.text[:before]
			o.leftOut = append(o.leftOut, i)
			if o.why == nil {
				o.why = err
			}
			continue
		}
		o.text = text
		o.places = append(o.places, place{from: from, to: len(o.text), event: i})
		if len(o.places) == 1 {
			// A tool's events are about equally long.
			o.text = slices.Grow(o.text, (len(o.text)+len(o.text)/16)*(n-1-i)+len(suffix))
		}
	}
	o.text = append(o.text, suffix...)
	return o
}

// Len returns how many events are encoded.
func (o *Objects) Len() int { return len(o.places) }

// Event returns the index in the batch of the encoded event i.
func (o *Objects) Event(i int) int { return o.places[i].event }

// Object returns the bytes of the encoded event i.
func (o *Objects) Object(i int) []byte { return o.text[o.places[i].from:o.places[i].to] }

// Text returns the text of the encoded events from (inclusive) to (exclusive).
func (o *Objects) Text(from, to int) []byte {
	if from == 0 && to == len(o.places) {
		return o.text
	}
	objects := o.text[o.places[from].from:o.places[to-1].to]
	text := make([]byte, 0, len(o.prefix)+len(objects)+len(o.suffix))
	text = append(text, o.prefix...)
	text = append(text, objects...)
	return append(text, o.suffix...)
}

// OfBatch translates out, which speaks of the encoded events, to all events of the
// batch. Events left out are rejected, unless the encoded ones failed as a whole.
// Then that failure stands: if it is temporary, all events come again together.
func (o *Objects) OfBatch(out Outcome) Outcome {
	if len(o.leftOut) == 0 {
		return out
	}
	if out.Err != nil && !out.IsPartial() {
		return out
	}
	all := Outcome{Rejected: slices.Clone(o.leftOut), Err: out.Err}
	if all.Err == nil {
		all.Err = o.why
	}
	for _, i := range out.Rejected {
		all.Rejected = append(all.Rejected, o.places[i].event)
	}
	slices.Sort(all.Rejected)
	for _, i := range out.Retry {
		all.Retry = append(all.Retry, o.places[i].event)
	}
	return all
}
