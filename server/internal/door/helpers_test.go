package door_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/door"
	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

// server is a door on a real listener, in front of a real store.
type server struct {
	url   string
	door  *door.Door
	store *store.Store
}

func newServer(t testing.TB, cfg door.Config) *server {
	t.Helper()
	var s *store.Store
	if cfg.Store == nil {
		var err error
		if s, err = store.Open(t.Context(), t.TempDir(), nil); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		cfg.Store = s
	}
	d := door.New(cfg)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := door.Server(d)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(door.Listen(l, cfg.Limits))
	}()
	t.Cleanup(func() {
		_ = srv.Close()
		<-done
		if err := d.Close(); err != nil && !errors.Is(err, store.ErrFull) {
			t.Error(err)
		}
	})
	return &server{url: "http://" + l.Addr().String(), door: d, store: s}
}

// names returns the names of the events that are kept, in the order of arrival.
func (s *server) count(t testing.TB) int {
	t.Helper()
	var n int
	if err := s.store.Reader().QueryRowContext(t.Context(), "SELECT count(*) FROM event").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// reply is an answer that was read whole.
type reply struct {
	status int
	header http.Header
	body   string
}

func (s *server) post(t testing.TB, path, contentType string, body []byte, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return do(t, req)
}

func (s *server) get(t testing.TB, path string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, req)
}

func do(t testing.TB, req *http.Request) reply {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(text)}
}

func packed(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, err := w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func event(i int) telemetry.Event {
	return telemetry.Event{
		Name: "command.invoke", Tool: "mytool", ToolVersion: "1.4.0", MachineID: fmt.Sprintf("machine-%d", i%7),
		TimestampUTC: time.Now().UTC().Add(-time.Minute).Truncate(time.Millisecond),
		Attrs:        telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}},
		ID:           telemetry.ID{0: byte(i >> 16), 1: byte(i >> 8), 2: byte(i), 15: 1},
	}
}

func eventsFrom(first, n int) []telemetry.Event {
	events := make([]telemetry.Event, n)
	for i := range events {
		events[i] = event(first + i)
	}
	return events
}

func encoded(t testing.TB, events ...telemetry.Event) []byte {
	t.Helper()
	var lines []string
	for _, e := range events {
		line, err := e.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	return []byte("[" + strings.Join(lines, ",") + "]")
}

var mytool = declared.Tool{Name: "mytool"}

// fakeStore fails or hangs as a test wants.
type fakeStore struct {
	ingest func(ctx context.Context, events []store.Arrived) (store.Result, error)

	mu      sync.Mutex
	refused map[string]int
	failure error
}

func (f *fakeStore) Ingest(ctx context.Context, events []store.Arrived) (store.Result, error) {
	if f.ingest == nil {
		return store.Result{Accepted: len(events)}, nil
	}
	return f.ingest(ctx, events)
}

func (f *fakeStore) Refused(_ context.Context, tool string, reason store.Reason, n int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.refused == nil {
		f.refused = map[string]int{}
	}
	f.refused[tool+" "+string(reason)] += n
	return nil
}

func (f *fakeStore) Delete(context.Context, string, string) (time.Time, error) {
	return time.Time{}, f.failure
}

func (f *fakeStore) Health() store.Health {
	f.mu.Lock()
	defer f.mu.Unlock()
	return store.Health{Failure: f.failure}
}

func telemetryAttr(key string) telemetry.Attr { return telemetry.String(key, "v") }

func telemetryAttrs(key, value string) telemetry.Attrs {
	return telemetry.Attrs{{Key: key, Value: value}}
}

func cut(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}
