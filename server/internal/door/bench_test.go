package door_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/door"
	"github.com/optin-go/optin/server/internal/store"
)

const (
	benchSenders = 64
	benchEvents  = 5 // in a request
)

// BenchmarkDoor is the door with senders that keep their connection, beside the
// store alone with the same events in the same groups: from as many goroutines,
// whose transactions it joins, and from one, in a transaction each. Every
// transaction is on disk before it is answered.
func BenchmarkDoor(b *testing.B) {
	b.Run("door", func(b *testing.B) {
		s := newServer(b, door.Config{AcceptAny: true})
		address := strings.TrimPrefix(s.url, "http://")
		requests := make([][]byte, b.N)
		for i := range requests {
			body := encoded(b, eventsFrom(i*benchEvents, benchEvents)...)
			requests[i] = fmt.Appendf(nil, "POST /v1/events HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", address, len(body), body)
		}
		senders := make(chan *sender, benchSenders)
		for range benchSenders {
			conn, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", address)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = conn.Close() })
			senders <- &sender{conn, bufio.NewReader(conn)}
		}
		b.ResetTimer()
		manyAtOnce(b, benchSenders, func(i int) error {
			sender := <-senders
			defer func() { senders <- sender }()
			return sender.send(requests[i])
		})
		if n := s.count(b); n != b.N*benchEvents {
			b.Errorf("%d events are kept, want %d", n, b.N*benchEvents)
		}
	})
	for name, senders := range map[string]int{"store": benchSenders, "a transaction each": 1} {
		b.Run(name, func(b *testing.B) {
			s, err := store.Open(b.Context(), b.TempDir(), nil)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			groups := make([][]store.Arrived, b.N)
			for i := range groups {
				for _, e := range eventsFrom(i*benchEvents, benchEvents) {
					groups[i] = append(groups[i], store.Arrived{Event: e, At: time.Now()})
				}
			}
			b.ResetTimer()
			manyAtOnce(b, senders, func(i int) error {
				_, err := s.Ingest(context.Background(), groups[i])
				return err
			})
		})
	}
}

// manyAtOnce calls f for each of b.N, from so many goroutines.
func manyAtOnce(b *testing.B, senders int, f func(i int) error) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range senders {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
				if err := f(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N*benchEvents)/b.Elapsed().Seconds(), "events/s")
}

// sender is a connection. It leaves the door's two cores alone as far as it can:
// net/http's client needs as much of them as the door.
type sender struct {
	conn net.Conn
	r    *bufio.Reader
}

// send sends a request and reads its answer.
func (s *sender) send(request []byte) error {
	if _, err := s.conn.Write(request); err != nil {
		return err
	}
	status, err := s.r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("the answer is %s", status)
	}
	length := 0
	for {
		line, err := s.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			_, err := s.r.Discard(length)
			return err
		}
		if n, found := bytes.CutPrefix(line, []byte("Content-Length: ")); found {
			if length, err = strconv.Atoi(string(n)); err != nil {
				return err
			}
		}
	}
}
