package spoolsink

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/redact"
)

// state is what the queue remembers beside its segments, in state.json. Only the
// process that holds the delivery lock writes it. None of it is needed to lose
// nothing: an unreadable state is an empty one.
type state struct {
	Version int
	// Tool is the tool of the events that were delivered last.
	Tool *string

	// Delivered and Dropped count the events of all segments that are gone.
	Delivered int
	Dropped   map[DropReason]int
	// Folded is the segment whose counts were added last. If it is still there,
	// the process was killed before it could remove it.
	Folded string

	// Failures is how many deliveries in a row have failed, and Interrupted how
	// many were ended by their own caller.
	Failures    int
	Interrupted int
	NextAttempt time.Time
	LastAttempt time.Time
	LastResult  string
}

const (
	stateVersion = 1
	maxState     = 64 << 10

	// resultInterrupted is the LastResult of a request that its own caller ended.
	// What the error says, "context canceled", is not for those who read a status.
	resultInterrupted = "given up before there was an answer"
	// resultOK is the LastResult of a delivery that did not fail.
	resultOK = "ok"
	// maxResult is how much of an error's text is kept.
	maxResult = 256
)

// loadState returns the state in dir.
func loadState(dir string) *state {
	st := new(state)
	if data, err := readState(filepath.Join(dir, stateName)); err == nil {
		if read, ok := decodeState(data); ok {
			st = read
		}
	}
	st.Version = stateVersion
	st.Delivered = max(st.Delivered, 0)
	st.Failures, st.Interrupted = max(st.Failures, 0), max(st.Interrupted, 0)
	known := make(map[DropReason]int)
	for _, reason := range dropReasons {
		if n := st.Dropped[reason]; n > 0 {
			known[reason] = n
		}
	}
	st.Dropped = known
	return st
}

func readState(path string) ([]byte, error) {
	f, info, err := openOwn(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info.Size() > maxState {
		return nil, notQueued(path)
	}
	return io.ReadAll(io.LimitReader(f, maxState))
}

// save writes the state, whole or not at all.
func (st *state) save(dir string) error {
	data, err := st.append(nil)
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, stateTempName)
	// What a killed process left, or somebody planted, is not written into.
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, _, err := openOwn(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = rename(temp, filepath.Join(dir, stateName))
	}
	if err != nil {
		_ = os.Remove(temp)
	}
	return err
}

// add adds the counts of a segment that is done with.
func (st *state) add(c counts) {
	st.Delivered += c.delivered
	for reason, n := range c.byReason() {
		st.Dropped[reason] += n
	}
}

// due returns when the next attempt may be made, and whether that is now. No
// attempt lies more than a day ahead: one that seems to was noted before the
// clock was set back, or by nobody of ours.
func (st *state) due(now time.Time) (time.Time, bool) {
	wait := st.NextAttempt.Sub(now)
	return st.NextAttempt, wait <= 0 || wait > maxDelay
}

// succeed notes that a request was accepted.
func (st *state) succeed(now time.Time) {
	st.Failures, st.Interrupted, st.NextAttempt = 0, 0, time.Time{}
	st.LastAttempt, st.LastResult = now, resultOK
}

// fail notes that the delivery failed and must not be tried before some time.
func (st *state) fail(now time.Time, cause error) {
	st.Failures++
	st.NextAttempt = now.Add(delay(st.Failures, retryAfter(cause)))
	st.LastAttempt, st.LastResult = now, resultText(cause)
}

// interrupt notes that the delivery was ended by its own caller.
func (st *state) interrupt(now time.Time) {
	st.Interrupted++
	st.NextAttempt = time.Time{}
	if wait := interruptedDelay(st.Interrupted); wait > 0 {
		st.NextAttempt = now.Add(wait)
	}
	st.LastAttempt, st.LastResult = now, resultInterrupted
}

// resultText returns what of an error is kept on disk.
func resultText(err error) string {
	text := redact.String(err.Error())
	if len(text) <= maxResult {
		return text
	}
	cut := maxResult
	for cut > 0 && text[cut]&0xC0 == 0x80 { // in the middle of a rune
		cut--
	}
	return text[:cut]
}
