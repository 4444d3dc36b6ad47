package spoolsink_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// poster is an Exporter that posts lines of JSON.
type poster struct{ url string }

const retryHeader = "Retry-After-Milliseconds"

func (p poster) Export(ctx context.Context, events []telemetry.Event) error {
	body := make([]byte, 0, 512*len(events))
	for _, e := range events {
		line, err := e.AppendJSON(body)
		if err != nil {
			return err
		}
		body = append(line, '\n')
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return &telemetry.Error{Kind: telemetry.ErrHTTP, Err: err}
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	if res.StatusCode == http.StatusOK {
		return nil
	}
	ms, _ := strconv.Atoi(res.Header.Get(retryHeader))
	return retryLater(time.Duration(ms) * time.Millisecond)
}

// writeRole emits events until it is killed, and says the ID of each one that was
// acknowledged. Every so often it delivers, too.
func writeRole(args []string) error {
	dir, url, flush := args[0], args[1], args[2] == "flush"
	s := spoolsink.New(dir, poster{url}, soakOptions())
	for i := 0; ; i++ {
		e := event("soak", telemetry.String("filling", strings.Repeat("word ", 1+i%7*150)))
		if _, err := rand.Read(e.ID[:]); err != nil {
			return err
		}
		if err := s.Emit(context.Background(), e); err != nil {
			return err
		}
		fmt.Println(e.ID)
		if flush && i%20 == 19 {
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			_ = s.Flush(ctx) // that the receiver fails is the point
			cancel()
		}
	}
}

// soakOptions make many segments and many batches.
func soakOptions() *spoolsink.Options {
	return &spoolsink.Options{MaxBytes: 1 << 30, BatchEvents: 25}
}

// deliverRole delivers until it is killed. When it would have to wait, it
// sometimes empties the state instead, which may cost no event either.
func deliverRole(args []string) error {
	s := spoolsink.New(args[0], poster{args[1]}, soakOptions())
	fmt.Println("delivering")
	for {
		report, _ := s.Deliver(context.Background())
		if !report.NextAttempt.IsZero() && mathrand.IntN(2) == 0 {
			_ = os.Truncate(filepath.Join(args[0], spoolsink.StateName), 0)
		}
	}
}

// onceRole delivers once, and says what came of it.
func onceRole(args []string) error {
	allowed := func() bool { return true }
	if len(args) > 2 {
		allowed = func() bool { _, err := os.Stat(args[2]); return err == nil }
	}
	s := spoolsink.New(args[0], poster{args[1]}, &spoolsink.Options{Allowed: allowed, BatchEvents: 1})
	report, err := s.Deliver(context.Background())
	fmt.Printf("delivered %d busy %v\n", report.Delivered, report.Busy)
	return errors.Join(err, s.Close())
}

// holdRole emits one event for each line of its input, and says so.
func holdRole(args []string) error {
	s := spoolsink.New(args[0], nil, nil)
	for {
		var name string
		if _, err := fmt.Scanln(&name); err != nil {
			return s.Close()
		}
		if err := s.Emit(context.Background(), event(name)); err != nil {
			return err
		}
		fmt.Println(name)
	}
}
