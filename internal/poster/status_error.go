package poster

import (
	"net/http"
	"strconv"
	"time"
)

// StatusError is the cause of an error for an answer that is not a yes.
type StatusError struct {
	// Code is the status of the answer. It is a 2xx when something other than
	// the receiver gave it.
	Code int

	reason     string
	passes     bool // whatever the code
	retryAfter time.Duration
}

// Error returns the status and what it means here, never what the receiver
// wrote.
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

// RetryAfter returns how long the receiver asks to be left alone, at most 24
// hours. It is zero when it did not say, or when trying again is useless.
func (e *StatusError) RetryAfter() time.Duration { return e.retryAfter }
