package poster

import (
	"net/http"
	"strconv"
	"time"
)

// StatusError is the cause of an error for an answer that does not accept the
// request.
type StatusError struct {
	// Code is the status of the answer. It is 2xx if something other than the
	// receiver answered.
	Code int

	reason     string
	passes     bool // it is temporary, whatever the code
	retryAfter time.Duration
}

// Error returns the status and its meaning, never the receiver's text.
func (e *StatusError) Error() string {
	text := "status " + strconv.Itoa(e.Code)
	if name := http.StatusText(e.Code); name != "" {
		text += " " + name
	}
	if e.reason != "" {
		text += ", " + e.reason
	}
	return text
}

// RetryAfter returns how long the receiver asks the client to wait, at most 24
// hours. It is zero if the receiver did not ask, or if another attempt is
// useless.
func (e *StatusError) RetryAfter() time.Duration { return e.retryAfter }
