package spoolsink

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/redact"
)

// state is what the queue remembers beside its segments, in the file that is
// locked by the process that delivers. Only that process writes it. It decides
// nothing but when the next attempt is due: an unreadable state is an empty one.
type state struct {
	// counts are those of all segments that are gone.
	counts counts
	// folded is the segment whose counts were added last. If it is still there, the
	// process was killed before it could remove it.
	folded string

	// failures is how many deliveries in a row have failed, and interrupted how many
	// were ended by their own caller.
	failures    int
	interrupted int
	nextAttempt time.Time
	lastAttempt time.Time
	lastResult  string
}

const (
	stateBegin = `{"queue":1`
	stateEnd   = "\"}\n"
	timeWidth  = 19 // nanoseconds since 1970
	totalWidth = 15
	// maxResult is how much of an error's text is kept: a line of its own.
	maxResult = 256
	stateSize = 614

	// resultInterrupted is the last result of a request that its own caller ended.
	// What the error says, "context canceled", is not for those who read a status.
	resultInterrupted = "cancelled before the receiver answered"
	// resultOK is the last result of a delivery that did not fail.
	resultOK = "ok"
)

// loadState returns the state in dir.
func loadState(dir string) *state {
	data, _, err := ownfile.Read(filepath.Join(dir, deliveryName), stateSize, false)
	if err != nil {
		return new(state)
	}
	return parseState(data)
}

// parseState returns the state that data holds, or an empty one.
func parseState(data []byte) *state {
	st := new(state)
	r := &fields{rest: data}
	r.text(stateBegin, 0)
	number := func(key string, width int) int { return int(min(r.number(key, width), math.MaxInt)) }
	at := func(key string) time.Time {
		if n := r.number(key, timeWidth); n > 0 {
			return time.Unix(0, n).UTC()
		}
		return time.Time{}
	}
	st.counts.delivered = number("delivered", totalWidth)
	for i, reason := range dropReasons {
		st.counts.dropped[i] = number(string(reason), totalWidth)
	}
	st.failures = number("failures", countWidth)
	st.interrupted = number("interrupted", countWidth)
	st.nextAttempt = at("next_attempt")
	st.lastAttempt = at("last_attempt")
	st.folded = string(bytes.TrimRight(r.text(`,"folded":"`, nameSize), " "))
	st.lastResult = string(bytes.TrimRight(r.text(stateEnd, maxResult), " "))
	if r.failed {
		return new(state)
	}
	return st
}

// append appends the state's two lines to dst.
func (st *state) append(dst []byte) []byte {
	nanos := func(at time.Time) int64 {
		if at.IsZero() {
			return 0
		}
		return at.UnixNano()
	}
	dst = append(dst, stateBegin...)
	dst = appendNumber(dst, "delivered", int64(st.counts.delivered), totalWidth)
	for i, reason := range dropReasons {
		dst = appendNumber(dst, string(reason), int64(st.counts.dropped[i]), totalWidth)
	}
	dst = appendNumber(dst, "failures", int64(st.failures), countWidth)
	dst = appendNumber(dst, "interrupted", int64(st.interrupted), countWidth)
	dst = appendNumber(dst, "next_attempt", nanos(st.nextAttempt), timeWidth)
	dst = appendNumber(dst, "last_attempt", nanos(st.lastAttempt), timeWidth)
	dst = append(dst, `,"folded":"`...)
	dst = appendPadded(dst, st.folded, nameSize)
	dst = append(dst, stateEnd...)
	dst = appendPadded(dst, st.lastResult, maxResult)
	return append(dst, '\n')
}

func appendPadded(dst []byte, text string, width int) []byte {
	dst = append(dst, text...)
	return append(dst, strings.Repeat(" ", width-len(text))...)
}

// save overwrites what is in the file f.
func (st *state) save(f *os.File) error {
	_, err := f.WriteAt(st.append(make([]byte, 0, stateSize)), 0)
	return err
}

// due returns when the next attempt may be made, and whether that is now. No
// attempt lies more than a day ahead: one that seems to was noted before the
// clock was set back, or by nobody of ours.
func (st *state) due(now time.Time) (time.Time, bool) {
	wait := st.nextAttempt.Sub(now)
	return st.nextAttempt, wait <= 0 || wait > maxDelay
}

// succeed notes that a request was accepted.
func (st *state) succeed(now time.Time) {
	st.failures, st.interrupted, st.nextAttempt = 0, 0, time.Time{}
	st.lastAttempt, st.lastResult = now, resultOK
}

// fail notes that the delivery failed and must not be tried before some time.
func (st *state) fail(now time.Time, cause error) {
	st.failures++
	st.nextAttempt = now.Add(delay(st.failures, retryAfter(cause)))
	st.lastAttempt, st.lastResult = now, resultText(cause)
}

// interrupt notes that the delivery was ended by its own caller.
func (st *state) interrupt(now time.Time) {
	st.interrupted++
	st.nextAttempt = time.Time{}
	if wait := interruptedDelay(st.interrupted); wait > 0 {
		st.nextAttempt = now.Add(wait)
	}
	st.lastAttempt, st.lastResult = now, resultInterrupted
}

// resultText returns what of an error is kept on disk, as one line.
func resultText(err error) string {
	text := strings.Join(strings.Fields(redact.String(err.Error())), " ")
	if len(text) <= maxResult {
		return text
	}
	cut := maxResult
	for cut > 0 && text[cut]&0xC0 == 0x80 { // in the middle of a rune
		cut--
	}
	return text[:cut]
}
