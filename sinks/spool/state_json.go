package spoolsink

import (
	"strconv"
	"time"
)

// The members of state.json, in the order in which they are written.
const (
	keyVersion     = "version"
	keyTool        = "tool"
	keyDelivered   = "delivered"
	keyDropped     = "dropped"
	keyFolded      = "folded"
	keyFailures    = "failures"
	keyInterrupted = "interrupted"
	keyNextAttempt = "next_attempt"
	keyLastAttempt = "last_attempt"
	keyLastResult  = "last_result"
)

var stateKeys = []string{
	keyVersion, keyTool, keyDelivered, keyDropped, keyFolded,
	keyFailures, keyInterrupted, keyNextAttempt, keyLastAttempt, keyLastResult,
}

// decodeState returns the state that data holds, and whether it is one.
func decodeState(data []byte) (*state, bool) {
	st := &state{Dropped: make(map[DropReason]int)}
	r := jsonReader{text: data}
	for key := range r.members {
		switch sameKey(key, stateKeys) {
		case keyVersion:
			r.setInt(&st.Version)
		case keyTool:
			if st.Tool = nil; !r.null() {
				tool := string(r.string())
				st.Tool = &tool
			}
		case keyDelivered:
			r.setInt(&st.Delivered)
		case keyDropped:
			r.setCounts(st.Dropped)
		case keyFolded:
			r.setString(&st.Folded)
		case keyFailures:
			r.setInt(&st.Failures)
		case keyInterrupted:
			r.setInt(&st.Interrupted)
		case keyNextAttempt:
			r.setTime(&st.NextAttempt)
		case keyLastAttempt:
			r.setTime(&st.LastAttempt)
		case keyLastResult:
			r.setString(&st.LastResult)
		default:
			r.value()
		}
	}
	r.end()
	return st, !r.failed && st.Version >= 1
}

func (r *jsonReader) setTime(dst *time.Time) {
	if dst.UnmarshalJSON(r.value()) != nil {
		r.fail()
	}
}

func (r *jsonReader) setCounts(dst map[DropReason]int) {
	if r.null() {
		return
	}
	for key := range r.members {
		var n int
		r.setInt(&n)
		dst[DropReason(key)] = n
	}
}

// append appends the state to dst as one JSON object, without the members that
// say nothing.
func (st *state) append(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	dst = appendKey(dst, keyVersion)
	dst = strconv.AppendInt(dst, int64(st.Version), 10)
	if st.Tool != nil {
		dst = appendJSONString(appendKey(dst, keyTool), *st.Tool)
	}
	dst = appendKey(dst, keyDelivered)
	dst = strconv.AppendInt(dst, int64(st.Delivered), 10)
	dst = appendDropped(dst, st.Dropped)
	if st.Folded != "" {
		dst = appendJSONString(appendKey(dst, keyFolded), st.Folded)
	}
	if st.Failures != 0 {
		dst = strconv.AppendInt(appendKey(dst, keyFailures), int64(st.Failures), 10)
	}
	if st.Interrupted != 0 {
		dst = strconv.AppendInt(appendKey(dst, keyInterrupted), int64(st.Interrupted), 10)
	}
	dst, err := appendTime(dst, keyNextAttempt, st.NextAttempt)
	if err != nil {
		return nil, err
	}
	if dst, err = appendTime(dst, keyLastAttempt, st.LastAttempt); err != nil {
		return nil, err
	}
	if st.LastResult != "" {
		dst = appendJSONString(appendKey(dst, keyLastResult), st.LastResult)
	}
	return append(dst, '}'), nil
}

func appendDropped(dst []byte, dropped map[DropReason]int) []byte {
	if len(dropped) == 0 {
		return dst
	}
	dst = append(appendKey(dst, keyDropped), '{')
	for _, reason := range dropReasons {
		if n := dropped[reason]; n != 0 {
			dst = strconv.AppendInt(appendKey(dst, string(reason)), int64(n), 10)
		}
	}
	return append(dst, '}')
}

func appendTime(dst []byte, key string, at time.Time) ([]byte, error) {
	if at.IsZero() {
		return dst, nil
	}
	dst = append(appendKey(dst, key), '"')
	dst, err := at.AppendText(dst)
	if err != nil {
		return nil, err
	}
	return append(dst, '"'), nil
}

// appendKey appends the key of an object's next member.
func appendKey(dst []byte, key string) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	return append(appendJSONString(dst, key), ':')
}
