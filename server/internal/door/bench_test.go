package door_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
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
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchSenders}}
		bodies := make([][]byte, b.N)
		for i := range bodies {
			bodies[i] = encoded(b, eventsFrom(i*benchEvents, benchEvents)...)
		}
		b.ResetTimer()
		manyAtOnce(b, benchSenders, func(i int) error {
			resp, err := client.Post(s.url+"/v1/events", "application/json", bytes.NewReader(bodies[i]))
			if err != nil {
				return err
			}
			_, err = io.Copy(io.Discard, resp.Body)
			return errors.Join(err, resp.Body.Close())
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
