package telemetry

import (
	"slices"
	"strings"
)

// Attrs are the attributes of an event, sorted by key, each key once. On the
// wire they are one JSON object whose values are strings.
//
// Events of a [Recorder] and decoded events keep that order. In Attrs made by
// hand the order is free and the last of equal keys counts, for the encoder as
// for the methods.
type Attrs []Attr

// Get returns the value stored under key, and whether there is one.
func (a Attrs) Get(key string) (string, bool) {
	for _, attr := range slices.Backward(a) {
		if attr.Key == key {
			return attr.Value, true
		}
	}
	return "", false
}

// Map returns the attributes as a new map, which the caller owns. It is empty,
// never nil, when there are none.
func (a Attrs) Map() map[string]string {
	m := make(map[string]string, len(a))
	for _, attr := range a {
		m[attr.Key] = attr.Value
	}
	return m
}

// MarshalJSON returns the attributes as one JSON object, keys sorted, "{}" when
// there are none. Together with the field tags of [Event] it makes
// encoding/json write what [Event.AppendJSON] writes.
func (a Attrs) MarshalJSON() ([]byte, error) {
	return appendAttrs(nil, a), nil
}

// UnmarshalJSON sets a from a JSON object whose values are strings, sorted by
// key. JSON null leaves a as it is. Anything else is an [ErrSerde] and leaves a
// as it is.
func (a *Attrs) UnmarshalJSON(data []byte) error {
	p := parser{text: string(data)}
	attrs := *a
	p.attrsTo(&attrs)
	p.end()
	if p.err != nil {
		return p.error("telemetry: attributes")
	}
	*a = attrs
	return nil
}

// isNormalized reports whether keys ascend strictly: sorted, and each once.
func (a Attrs) isNormalized() bool {
	for i := 1; i < len(a); i++ {
		if a[i-1].Key >= a[i].Key {
			return false
		}
	}
	return true
}

// with returns a, which is normalized, with one more attribute, which counts before
// one of the same key. It writes into a.
func (a Attrs) with(attr Attr) Attrs {
	i := len(a)
	for i > 0 && a[i-1].Key > attr.Key {
		i--
	}
	if i > 0 && a[i-1].Key == attr.Key {
		a[i-1].Value = attr.Value
		return a
	}
	a = append(a, attr)
	if i < len(a)-1 {
		copy(a[i+1:], a[i:])
		a[i] = attr
	}
	return a
}

// normalized sorts a by key, in place, and returns the part of it that is left
// when only the last of equal keys is kept.
func (a Attrs) normalized() Attrs {
	if a.isNormalized() {
		return a
	}
	slices.SortStableFunc(a, func(x, y Attr) int { return strings.Compare(x.Key, y.Key) })
	kept := a[:0]
	for i, attr := range a {
		if i+1 < len(a) && a[i+1].Key == attr.Key {
			continue
		}
		kept = append(kept, attr)
	}
	return kept
}
