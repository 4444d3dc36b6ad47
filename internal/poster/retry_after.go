package poster

import (
	"net/http"
	"time"
)

// longestRetryAfter limits what a receiver can ask for. A mistake in its clock
// or configuration must not silence a machine for years.
const longestRetryAfter = 24 * time.Hour

// retryAfter returns the delay that the headers ask for. It is zero if there is
// none, if the time has passed, or if the form is not HTTP's.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if seconds, ok := parseSeconds(value); ok {
		return min(time.Duration(seconds)*time.Second, longestRetryAfter)
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	// The receiver's Date, if it sends one, cancels the difference between the
	// two clocks.
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(until.Sub(now), 0), longestRetryAfter)
}

// parseSeconds returns the number s, or some number above longestRetryAfter if
// s is larger than that.
func parseSeconds(s string) (seconds int64, ok bool) {
	const plenty = int64(longestRetryAfter/time.Second) + 1
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		seconds = min(seconds*10+int64(s[i]-'0'), plenty)
	}
	return seconds, s != ""
}
