package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// proxy is between the homes and the server, and knows what the server acknowledged.
type proxy struct {
	server string // its address
	calm   atomic.Bool

	mu       sync.Mutex
	ids      map[string]string    // of each event that was acknowledged, by its key
	all      map[string]bool      // the IDs of all events that were acknowledged
	at       map[string]time.Time // when the request with it came first, by its key
	problems []string
	requests int
	faults   int
}

// received is what is looked at of an event.
type received struct {
	ID     string `json:"id"`
	ErrMsg string `json:"err_msg"`
}

// entrance is where one home's requests come in.
type entrance struct {
	proxy    *proxy
	endpoint string
	last     atomic.Int64 // when a connection was made, in Unix nanoseconds
	server   *http.Server
}

func (p *proxy) open() (*entrance, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	e := &entrance{proxy: p, endpoint: "http://" + l.Addr().String() + "/v1/events"}
	e.server = &http.Server{Handler: e, ReadHeaderTimeout: time.Minute, ConnState: func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			e.last.Store(time.Now().UnixNano())
		}
	}}
	go func() { _ = e.server.Serve(l) }()
	return e, nil
}

func (e *entrance) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p, came := e.proxy, time.Now()
	dice := 100
	if !p.calm.Load() {
		dice = chance.IntN(100)
	}
	p.mu.Lock()
	p.requests++
	if dice < 30 {
		p.faults++
	}
	p.mu.Unlock()
	switch {
	case dice < 5: // before anything is read
		panic(http.ErrAbortHandler)
	case dice < 10: // in the middle of the request
		_, _ = io.CopyN(io.Discard, r.Body, chance.Int64N(2000))
		panic(http.ErrAbortHandler)
	case dice < 15:
		w.WriteHeader([]int{http.StatusServiceUnavailable, http.StatusTooManyRequests, http.StatusBadGateway}[chance.IntN(3)])
		return
	case dice < 20: // slow
		time.Sleep(below(700 * time.Millisecond))
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // its sender is gone
	}
	answer, status, err := p.pass(r, body, came)
	switch {
	case err != nil:
		w.WriteHeader(http.StatusBadGateway)
		return
	case dice < 25: // accepted, and hung up
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(status)
	if dice < 30 { // an answer that is cut
		_, _ = w.Write(answer[:len(answer)/2])
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(answer)
}

// pass gives a request to the server, and notes what it acknowledged.
func (p *proxy) pass(from *http.Request, body []byte, came time.Time) (answer []byte, status int, err error) {
	to, err := http.NewRequest(http.MethodPost, "http://"+p.server+from.URL.Path, bytes.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	to.Header = from.Header.Clone()
	response, err := (&http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}).Do(to)
	if err != nil {
		return nil, 0, err
	}
	defer response.Body.Close()
	if answer, err = io.ReadAll(response.Body); err != nil {
		return nil, 0, err
	}
	if response.StatusCode/100 == 2 {
		err = p.note(body, from.Header.Get("Content-Encoding"), came)
	}
	return answer, response.StatusCode, err
}

func (p *proxy) note(body []byte, encoding string, came time.Time) error {
	var r io.Reader = bytes.NewReader(body)
	if encoding == "gzip" {
		z, err := gzip.NewReader(r)
		if err != nil {
			return err
		}
		r = z
	}
	var events []received
	if err := json.NewDecoder(r).Decode(&events); err != nil {
		return errors.New("the proxy cannot read a batch: " + err.Error())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range events {
		p.all[e.ID] = true
		if e.ErrMsg == "" {
			continue
		}
		if before, ok := p.ids[e.ErrMsg]; ok && before != e.ID {
			p.problems = append(p.problems, "event "+e.ErrMsg+" came with two IDs")
		}
		if _, ok := p.ids[e.ErrMsg]; !ok {
			p.at[e.ErrMsg] = came
		}
		p.ids[e.ErrMsg] = e.ID
	}
	return nil
}
