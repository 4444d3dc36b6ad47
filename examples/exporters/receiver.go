package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
)

// newReceiver returns a server that takes every request and prints what it got.
func newReceiver(stdout io.Writer) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := read(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		contentType := r.Header.Get("Content-Type")
		fmt.Fprintf(stdout, "%s %s, %s\n", r.Method, r.URL.Path, contentType)
		if contentType == "application/json" {
			fmt.Fprintf(stdout, "%s\n", body)
		}
	}))
}

// read returns the body, which is compressed if it is long.
func read(r *http.Request) ([]byte, error) {
	if r.Header.Get("Content-Encoding") != "gzip" {
		return io.ReadAll(r.Body)
	}
	unzipped, err := gzip.NewReader(r.Body)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unzipped)
}
