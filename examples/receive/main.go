// Command receive is the smallest server that events can be delivered to: it
// prints each request's body on a line.
//
//	go run ./examples/receive -address 127.0.0.1:8321
//
// It is for trying things out on one machine. See docs/fleet.md for one that
// serves many.
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"time"
)

func main() {
	address := flag.String("address", "127.0.0.1:8321", "where to listen")
	flag.Parse()
	server := &http.Server{Addr: *address, Handler: http.HandlerFunc(receive), ReadTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func receive(w http.ResponseWriter, r *http.Request) {
	body, err := read(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	fmt.Printf("%s\n", body)
}

// read returns the body, which is compressed if it is long.
func read(r *http.Request) ([]byte, error) {
	const enough = 8 << 20
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, err
		}
		body = unzipped
	}
	return io.ReadAll(io.LimitReader(body, enough))
}
