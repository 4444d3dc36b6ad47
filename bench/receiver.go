package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// receiver takes what everybody delivers, and counts it. It looks for the event's name
// in the bodies, which all formats hold once for each event.
type receiver struct {
	*httptest.Server
	events, bytes, requests atomic.Int64
	status                  int
}

func newReceiver(status int) *receiver {
	r := &receiver{status: status}
	r.Server = httptest.NewServer(r)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.requests.Add(1)
	wire := &counting{from: req.Body}
	var body io.Reader = wire
	if req.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(wire)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body = unzipped
	}
	all, err := io.ReadAll(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.bytes.Add(wire.n)
	if r.status != http.StatusOK {
		w.WriteHeader(r.status)
		return
	}
	r.events.Add(int64(bytes.Count(all, []byte(eventName))))
	if req.Header.Get("Content-Type") == "application/x-protobuf" {
		w.Header().Set("Content-Type", "application/x-protobuf")
		return // an empty answer of OTLP
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, "{}")
}

type counting struct {
	from io.Reader
	n    int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}
