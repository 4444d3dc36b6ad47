package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// receiver takes events, and answers after a while.
type receiver struct {
	server *httptest.Server
	delay  time.Duration

	mu       sync.Mutex
	requests int
	events   map[telemetry.ID]int // how often each arrived
}

func newReceiver(delay time.Duration) *receiver {
	r := &receiver{delay: delay, events: map[telemetry.ID]int{}}
	r.server = httptest.NewServer(r)
	return r
}

func (r *receiver) url() string { return r.server.URL }

func (r *receiver) close() {
	r.server.CloseClientConnections()
	r.server.Close()
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	time.Sleep(r.delay)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests++
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	for line := range bytes.Lines(body) {
		if e, err := telemetry.ParseEvent(bytes.TrimSpace(line)); err == nil {
			r.events[e.ID]++
		}
	}
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.events)
}

// twice returns how many events arrived more than once.
func (r *receiver) twice() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, times := range r.events {
		if times > 1 {
			n++
		}
	}
	return n
}
