package door_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/optin-go/optin/server/internal/door"
	"github.com/optin-go/optin/server/internal/store"
)

// Whatever is sent to whatever path, the answer is none of a server that failed.
func FuzzRequest(f *testing.F) {
	f.Add("/v1/events", "application/json", "", `[{"name":"command.invoke","tool":"mytool","tool_version":"1","machine_id":"m","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"a":"b"},"id":"0123456789abcdef0123456789abcdef","severity":"INFO"}]`)
	f.Add("/v1/events", "application/x-ndjson", "gzip", "\x1f\x8b")
	f.Add("/v1/logs", "application/json", "", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"x"}}]}]}]}`)
	f.Add("/v1/logs", "application/x-protobuf", "", "\x0a\x10\x12\x0e\x12\x0c\x09\x01\x00\x00\x00\x00\x00\x00\x00\x62\x01e")
	f.Add("/v1/deletions", "application/json", "", `{"tool":"mytool","machine_id":"m"}`)
	s, err := store.Open(f.Context(), f.TempDir(), nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	d := door.New(door.Config{Store: s})
	f.Cleanup(func() { _ = d.Close() })
	f.Fuzz(func(t *testing.T, path, contentType, encoding, body string) {
		if !strings.HasPrefix(path, "/") || strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r > '~' || r == '%' }) {
			t.Skip("no path of a request")
		}
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
		request.Header.Set("Content-Type", contentType)
		if encoding != "" {
			request.Header.Set("Content-Encoding", encoding)
		}
		answer := httptest.NewRecorder()
		d.ServeHTTP(answer, request)
		if answer.Code >= http.StatusInternalServerError && answer.Code != http.StatusServiceUnavailable {
			t.Errorf("the answer is %d: %s", answer.Code, answer.Body)
		}
	})
}
