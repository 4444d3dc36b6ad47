package poster

import (
	"net/http"
	"testing"
	"time"
)

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "0", "120", "-1", "1e3", " 5", "Fri, 08 May 2026 12:34:56 GMT", "Friday, 08-May-26 12:34:56 GMT", "Fri May  8 12:34:56 2026", "9999999999999999999999", "+1", "0x10"} {
		f.Add(seed, "Fri, 08 May 2026 12:00:00 GMT")
	}
	f.Add("Fri, 08 May 9999 12:34:56 GMT", "soon")
	now := time.Date(2026, 5, 8, 12, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value, date string) {
		h := http.Header{"Retry-After": {value}, "Date": {date}}
		got := retryAfter(h, now)
		if got < 0 || got > longestRetryAfter {
			t.Errorf("the delay is %v", got)
		}
		if got%time.Second != 0 {
			t.Errorf("the delay is %v, of a header that counts seconds", got)
		}
		allDigits := value != ""
		for _, r := range value {
			allDigits = allDigits && r >= '0' && r <= '9'
		}
		if _, err := http.ParseTime(value); err != nil && !allDigits && got != 0 {
			t.Errorf("garbage asks for %v", got)
		}
	})
}

func TestRetryAfterBelievesTheReceiversClock(t *testing.T) {
	now := time.Date(2026, 5, 8, 12, 30, 0, 0, time.UTC)
	const until = "Fri, 08 May 2026 12:31:00 GMT"
	tests := []struct {
		name, date string
		want       time.Duration
	}{
		{"no date", "", time.Minute},
		{"a date that is garbage", "today", time.Minute},
		{"a clock that is a year behind", "Thu, 08 May 2025 12:30:30 GMT", 24 * time.Hour},
		{"a clock that is half a minute ahead", "Fri, 08 May 2026 12:30:30 GMT", 30 * time.Second},
		{"a clock that is an hour ahead", "Fri, 08 May 2026 13:30:00 GMT", 0},
	}
	for _, tt := range tests {
		if got := retryAfter(http.Header{"Retry-After": {until}, "Date": {tt.date}}, now); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
