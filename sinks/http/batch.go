package httpsink

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/optin-go/optin/telemetry"
)

// batch is events as one JSON array, of which any part can be posted without
// encoding it again.
type batch struct {
	body    []byte // "[", the objects with "," between them, "]"
	objects []object
}

// object is the place of one event in the body of its batch.
type object struct {
	from, to int
	id       telemetry.ID
}

// encodeBatch returns the events that can be encoded, and what is wrong with
// the others, or nil.
func encodeBatch(events []telemetry.Event) (batch, *RejectedError) {
	b := batch{body: []byte{'['}, objects: make([]object, 0, len(events))}
	var unencodable *RejectedError
	for i := range events {
		before := len(b.body)
		if len(b.objects) > 0 {
			b.body = append(b.body, ',')
		}
		from := len(b.body)
		body, err := appendObject(b.body, events[i])
		if err != nil {
			b.body = b.body[:before]
			if unencodable == nil {
				unencodable = &RejectedError{Err: err}
			}
			unencodable.Count++
			continue
		}
		b.body = body
		b.objects = append(b.objects, object{from: from, to: len(b.body), id: events[i].ID})
		if len(b.objects) == 1 {
			// Events of a tool are about equally long.
			b.body = slices.Grow(b.body, (len(b.body)+len(b.body)/16)*(len(events)-1-i)+len("]"))
		}
	}
	b.body = append(b.body, ']')
	return b, unencodable
}

// array returns the objects of part, which are neighbours, as one JSON array.
func (b batch) array(part []object) []byte {
	if len(part) == len(b.objects) {
		return b.body
	}
	objects := b.body[part[0].from:part[len(part)-1].to]
	array := make([]byte, 0, len(objects)+2)
	array = append(array, '[')
	array = append(array, objects...)
	return append(array, ']')
}

// key returns the Idempotency-Key of part. IDs are preferred to bytes, because
// the bytes of an event may change between two attempts, when a newer version of
// the tool redacts more of it.
func (b batch) key(part []object) string {
	h := sha256.New()
	for _, o := range part {
		if o.id.IsZero() {
			sum := sha256.Sum256(b.body[o.from:o.to])
			h.Write(sum[:])
		} else {
			h.Write(o.id[:])
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// appendObject appends e as the receiver gets it. On an error it returns nothing.
func appendObject(dst []byte, e telemetry.Event) ([]byte, error) {
	e = e.Redacted()
	dst, err := e.AppendJSON(dst)
	if err != nil {
		return nil, err
	}
	dst = append(dst[:len(dst)-len("}")], `,"severity":"`...)
	dst = append(dst, e.Severity()...)
	return append(dst, `"}`...), nil
}
