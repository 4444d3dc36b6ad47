package door

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"time"

	"github.com/optin-go/optin/server/internal/otlp"
	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

// No event of a Recorder has more: texts of 8 KiB, each byte of which can be
// escaped, and some fields that a later version may add. Each field costs many times
// its bytes when it is decoded.
const (
	maxObjectBytes = 1 << 20
	maxFields      = telemetry.MaxAttrs + 64
)

var errNotEvents = errors.New("the body is neither a JSON object nor an array of them")

// events serves POST /v1/events.
func (d *Door) events(w http.ResponseWriter, r *http.Request) {
	data, _, held := d.body(w, r, typeJSON)
	if held == nil {
		return
	}
	defer held.release()
	p, a := d.decoded(held, func() (*parcel, error) { return d.parseEvents(data) })
	if p == nil {
		d.answer(w, r, a)
		return
	}
	if len(p.events) == 1 && p.total == 1 && d.isKnown(p.events[0].Event.Tool) && d.isKeyWrong(p.events[0].Event.Tool, r) {
		d.count(p.events[0].Event.Tool, reasonWrongKey, 1)
		d.answer(w, r, wrongKey)
		return
	}
	if err := d.ingest(r, p); err != nil {
		d.answer(w, r, answerTo(err))
		return
	}
	if len(p.rejected) == 0 {
		writeJSON(w, http.StatusOK, struct{}{})
		return
	}
	writeJSON(w, http.StatusOK, struct {
		Rejected []int                `json:"rejected"`
		Retry    []int                `json:"retry"`
		Reason   map[store.Reason]int `json:"reason"`
	}{p.allRejected(), []int{}, p.reasons()})
}

// eventBytes is what an event costs beside its texts.
const eventBytes = 512

// decoded runs parse, of which only so many run at once. Without a parcel it returns
// what to answer.
func (d *Door) decoded(held *hold, parse func() (*parcel, error)) (*parcel, answer) {
	d.decoders <- struct{}{}
	defer func() { <-d.decoders }()
	p, err := parse()
	switch {
	case errors.Is(err, errTooLarge), errors.Is(err, otlp.ErrTooMany):
		return nil, tooLarge
	case err != nil:
		return nil, badRequest(err.Error())
	case !held.take(int64(p.total) * eventBytes):
		return nil, busy
	}
	return p, answer{}
}

// parseEvents reads what httpsink posts, one object after the other, so that a body
// with more of them than it may have costs no more than those that it may have.
func (d *Door) parseEvents(data []byte) (*parcel, error) {
	if !json.Valid(data) {
		return nil, errNotEvents
	}
	at := d.now()
	var p parcel
	data = bytes.Trim(data, " \t\r\n")
	switch data[0] {
	case '{':
		p.addObject(data, at)
		return &p, nil
	case '[':
	default:
		return nil, errNotEvents
	}
	for element := range elements(data) {
		if p.total >= d.limits.Events {
			return nil, errTooLarge
		}
		p.addObject(element, at)
	}
	return &p, nil
}

// elements yields the elements of an array, which is valid JSON. It is half the work
// of a [json.Decoder], which would check them again and copy them.
func elements(array []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		rest := bytes.TrimLeft(array[1:], " \t\r\n")
		if rest[0] == ']' {
			return
		}
		begin, depth, quoted := 0, 0, false
		for i := 0; i < len(rest); i++ {
			c := rest[i]
			switch {
			case quoted:
				switch c {
				case '\\':
					i++
				case '"':
					quoted = false
				}
			case c == '"':
				quoted = true
			case c == '{' || c == '[':
				depth++
			case depth > 0 && (c == '}' || c == ']'):
				depth--
			case depth == 0 && (c == ',' || c == ']'):
				if !yield(bytes.Trim(rest[begin:i], " \t\r\n")) {
					return
				}
				begin = i + 1
			}
		}
	}
}

// addObject adds the event that object is, or counts what it is not.
func (p *parcel) addObject(object []byte, at time.Time) {
	if len(object) > maxObjectBytes || otlp.Fields(object) > maxFields {
		p.reject(reasonTooLong)
		return
	}
	e, err := telemetry.ParseEvent(object)
	if err != nil {
		p.reject(reasonMalformed)
		return
	}
	p.add(e, at)
}
