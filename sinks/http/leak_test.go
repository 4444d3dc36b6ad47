package httpsink_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/leaktest"
	httpsink "github.com/optin-go/optin/sinks/http"
)

// No goroutine and no connection is left of a request: answered, refused, or given up.
func TestNoGoroutineIsLeftOfARequest(t *testing.T) {
	leaktest.Check(t)
	const requests = 4
	answers := make(chan int, requests)
	for _, status := range []int{http.StatusOK, http.StatusServiceUnavailable, http.StatusBadRequest, 0} {
		answers <- status
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees that its client is gone
		status := <-answers
		if status == 0 {
			<-r.Context().Done() // never answered
			return
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	sink := newSink(t, httpsink.Config{Endpoint: server.URL})
	for range requests {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		_ = sink.Export(ctx, testEvents(3))
		cancel()
	}
	if n := len(answers); n > 0 {
		t.Errorf("%d of %d requests were not made", n, requests)
	}
}
