package telemetry_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/optin-go/optin/redact"
	"github.com/optin-go/optin/telemetry"
)

// Many keys share few places; none may be taken for another.
func TestKeysAreNotMistakenForEachOther(t *testing.T) {
	keys := []string{"password", "passwords", "drowssap", "token", "token_count", "api_key", "monkey", "user", "note", "auth", "author", "pw", "pa"}
	for i := range 300 {
		keys = append(keys, "key"+strings.Repeat("x", i%100)+"y", "k"+strings.Repeat("x", i%100)+"token")
	}
	sink := &keepSink{}
	rec := newRecorder(t, sink)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, key := range keys {
				if err := rec.Record(t.Context(), "any", telemetry.String(key, "short")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, e := range sink.events {
		if a := e.Attrs[0]; a.Value != redact.Value(a.Key, "short") {
			t.Errorf("under %q is recorded %q, want %q", a.Key, a.Value, redact.Value(a.Key, "short"))
		}
	}
}
