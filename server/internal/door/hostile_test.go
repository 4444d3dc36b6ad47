package door_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/door"
	"github.com/optin-go/optin/server/internal/store"
)

func TestGarbageIsRefusedWithTheStatusThatSendersExpect(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true})
	const js, pb = "application/json", "application/x-protobuf"
	deep := strings.Repeat("[", 20_000)
	for _, tt := range []struct {
		name, path, contentType, body string
		status                        int
		headers                       []string
	}{
		{"nothing", "/v1/events", js, "", 400, nil},
		{"text", "/v1/events", js, "hello", 400, nil},
		{"a number", "/v1/events", js, "5", 400, nil},
		{"an array of numbers", "/v1/events", js, "[1,2,3]", 200, nil}, // each is rejected
		{"cut short", "/v1/events", js, `[{"name":"e"`, 400, nil},
		{"two objects", "/v1/events", js, `{"name":"e"}{"name":"f"}`, 400, nil},
		{"two arrays", "/v1/events", js, `[][]`, 400, nil},
		{"very deep", "/v1/events", js, deep, 400, nil},
		{"very deep in an object", "/v1/events", js, `{"x":` + deep, 400, nil},
		{"binary", "/v1/events", js, "\x00\xff\xfe", 400, nil},
		{"another type", "/v1/events", "text/plain", `{}`, 415, nil}, // what a page can send without asking
		{"a form", "/v1/events", "application/x-www-form-urlencoded", `{}`, 415, nil},
		{"no type", "/v1/events", "", `{}`, 415, nil},
		{"another encoding", "/v1/events", js, `{}`, 415, []string{"Content-Encoding", "br"}},
		{"not gzip", "/v1/events", js, `{}`, 400, []string{"Content-Encoding", "gzip"}},
		{"gzip of nothing", "/v1/events", js, "\x1f\x8b", 400, []string{"Content-Encoding", "gzip"}},
		{"text as protobuf", "/v1/logs", pb, "hello", 400, nil},
		{"protobuf cut short", "/v1/logs", pb, "\x0a\x05\x01", 400, nil},
		{"a length beyond 64 bits", "/v1/logs", pb, "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 400, nil},
		{"nothing as protobuf", "/v1/logs", pb, "", 200, nil}, // an empty request is one
		{"text as JSON", "/v1/logs", js, "hello", 400, nil},
		{"another JSON", "/v1/logs", js, `{"resourceLogs":5}`, 400, nil},
		{"logs of another type", "/v1/logs", "text/plain", "", 415, nil},
	} {
		r := s.post(t, tt.path, tt.contentType, []byte(tt.body), tt.headers...)
		if r.status != tt.status {
			t.Errorf("%s: %d %q, want %d", tt.name, r.status, r.body, tt.status)
		}
		if strings.Contains(r.body, "hello") {
			t.Errorf("%s: the answer quotes the body: %s", tt.name, r.body)
		}
	}
	for path, status := range map[string]int{"/v1/events": 405, "/v1/logs": 405, "/v1/events/deletions": 405, "/v1/other": 404, "/": 404} {
		if r := s.get(t, path); r.status != status {
			t.Errorf("GET %s: %d, want %d", path, r.status, status)
		}
	}
	if n := s.count(t); n != 0 {
		t.Errorf("%d events are kept", n)
	}
}

func TestRequestsBeyondTheLimitsAre413(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true, Limits: door.Limits{BodyBytes: 100_000, UnpackedBytes: 400_000, Events: 100}})
	for name, tt := range map[string]struct {
		body   []byte
		gzip   bool
		status int
	}{
		"as many as it takes":   {encoded(t, eventsFrom(0, 100)...), true, 200},
		"too many events":       {encoded(t, eventsFrom(0, 101)...), true, 413},
		"too many empty events": {[]byte("[" + strings.Repeat("{},", 20_000) + "{}]"), false, 413},
		"too many bytes":        {[]byte(`{"name":"` + strings.Repeat("x", 100_000) + `"}`), false, 413},
		"a bomb":                {[]byte(`{"name":"` + strings.Repeat("x", 50<<20) + `"}`), true, 413},
		"a bomb of spaces":      {bytes.Repeat([]byte(" "), 50<<20), true, 413},
	} {
		body, headers := tt.body, []string(nil)
		if tt.gzip {
			body, headers = packed(t, tt.body), []string{"Content-Encoding", "gzip"}
		}
		for _, path := range []string{"/v1/events"} {
			if r := s.post(t, path, "application/json", body, headers...); r.status != tt.status {
				t.Errorf("%s: %d %s, want %d", name, r.status, r.body, tt.status)
			}
		}
	}
	// Without a length in its header, and more than it says.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/events", io.LimitReader(spaces{}, 10<<20))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if resp, err := http.DefaultClient.Do(req); err == nil { // the server may hang up before it is read
		resp.Body.Close()
		if resp.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("an endless body: %d", resp.StatusCode)
		}
	}
	if r := s.post(t, "/v1/events", "application/json", encoded(t, event(1000))); r.status != 200 {
		t.Errorf("afterwards: %d %s", r.status, r.body)
	}
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// 10,000 new keys in one event, or in many.
func TestNewKeysWithoutEnd(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true})
	var one strings.Builder
	one.WriteString(`{"name":"e","tool":"mytool","tool_version":"1","machine_id":"m","timestamp_utc":"` + time.Now().UTC().Format(time.RFC3339) + `","attrs":{`)
	for i := range 10_000 {
		if i > 0 {
			one.WriteByte(',')
		}
		fmt.Fprintf(&one, `"key%d":"v"`, i)
	}
	one.WriteString("}}")
	if r := s.post(t, "/v1/events", "application/json", []byte(one.String())); r.status != 200 || !strings.Contains(r.body, `"rejected":[0]`) || !strings.Contains(r.body, "too_long") {
		t.Errorf("one event: %d %s", r.status, r.body)
	}
	for batch := range 10 {
		events := eventsFrom(batch*100, 100)
		for i := range events {
			for j := range 10 {
				events[i].Attrs = append(events[i].Attrs, telemetryAttr(fmt.Sprintf("key%d", batch*1000+i*10+j)))
			}
		}
		if r := s.post(t, "/v1/events", "application/json", encoded(t, events...)); r.status != 200 {
			t.Fatalf("many events: %d %s", r.status, r.body)
		}
	}
	if n := s.count(t); n != 1000 {
		t.Errorf("%d events are kept, want 1000", n)
	}
}

func TestHostileTextsAreKeptAsText(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true})
	hostile := []string{"<script>alert(1)</script>", "'; DROP TABLE event; --", "=cmd|'/c calc'!A1", "\x00\x1b[31m", "\u202e\u2028", "😀", strings.Repeat("é", 200), "%s%n{{.}}${x}"}
	for i, text := range hostile {
		e := event(i)
		e.Name, e.ToolVersion, e.MachineID, e.Args, e.ErrMsg = cut(text, 128), cut(text, 200), cut(text, 200), text, text
		e.Attrs = telemetryAttrs(cut(text, 100), text)
		if r := s.post(t, "/v1/events", "application/json", encoded(t, e)); r.status != 200 || r.body != "{}" {
			t.Errorf("%q: %d %s", text, r.status, r.body)
		}
	}
	var kept string
	if err := s.store.Reader().QueryRowContext(t.Context(), "SELECT args FROM event WHERE args LIKE '%DROP%'").Scan(&kept); err != nil || kept != hostile[1] {
		t.Errorf("kept %q, %v", kept, err)
	}
	if n := s.count(t); n != len(hostile) {
		t.Errorf("%d events are kept, want %d", n, len(hostile))
	}
	// A hostile tool's name gets into no metric and no log.
	e := event(99)
	e.Tool = "<script>\"\n"
	s.post(t, "/v1/events", "application/json", encoded(t, e))
	if text := s.get(t, "/metrics").body; strings.Contains(text, "script") {
		t.Errorf("the metrics have a stranger's text: %s", text)
	}
}

func TestSlowBodiesEnd(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true, Limits: door.Limits{BodyTime: 300 * time.Millisecond}})
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[")
	begin := time.Now()
	text, _ := io.ReadAll(conn)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("a slow body was waited for for %v", took)
	}
	if !bytes.HasPrefix(text, []byte("HTTP/1.1 408 ")) {
		t.Errorf("the answer is %q", text)
	}
}

// Slow senders together hold no more than the budget, and others are told to come
// again.
func TestBytesOfAllRequestsAreBounded(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true, Limits: door.Limits{BytesAtOnce: 1 << 20, BodyTime: 5 * time.Second}})
	slow, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(slow, "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500000\r\n\r\n"+strings.Repeat(" ", 400_000))
	deadline := time.Now().Add(4 * time.Second)
	for !strings.Contains(s.get(t, "/metrics").body, "optin_request_bytes_held 524288\n") {
		if time.Now().After(deadline) {
			t.Fatal("the slow sender's bytes are not counted")
		}
		time.Sleep(5 * time.Millisecond)
	}
	for {
		r := s.post(t, "/v1/events", "application/json", bytes.Repeat([]byte(" "), 300_000))
		if r.status == http.StatusServiceUnavailable && r.header.Get("Retry-After") != "" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the bytes of all requests are not bounded: %d", r.status)
		}
		time.Sleep(10 * time.Millisecond)
	}
	slow.Close()
	for r := (reply{}); r.status != 200; r = s.post(t, "/v1/events", "application/json", encoded(t, event(1))) {
		if time.Now().After(deadline) {
			t.Fatalf("what was held is not given back: %d %s", r.status, r.body)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestFullDiskIs503WithRetryAfter(t *testing.T) {
	f := &fakeStore{failure: store.ErrFull, ingest: func(context.Context, []store.Arrived) (store.Result, error) {
		return store.Result{}, fmt.Errorf("%w: SQLITE_FULL", store.ErrFull)
	}}
	s := newServer(t, door.Config{Store: f, AcceptAny: true})
	for path, body := range map[string]string{"/v1/events": string(encoded(t, event(1))), "/v1/events/deletions": `{"tool":"mytool","machine_id":"m"}`} {
		r := s.post(t, path, "application/json", []byte(body))
		if seconds, err := strconv.Atoi(r.header.Get("Retry-After")); r.status != http.StatusServiceUnavailable || err != nil || seconds < 1 {
			t.Errorf("%s: %d, Retry-After %q", path, r.status, r.header.Get("Retry-After"))
		}
	}
	if r := s.get(t, "/healthz"); r.status != http.StatusServiceUnavailable {
		t.Errorf("/healthz: %d", r.status)
	}
}

func TestPanicsAreAnswered(t *testing.T) {
	var log bytes.Buffer
	f := &fakeStore{ingest: func(context.Context, []store.Arrived) (store.Result, error) { panic("pl4nted") }}
	s := newServer(t, door.Config{Store: f, AcceptAny: true, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	if r := s.post(t, "/v1/events", "application/json", encoded(t, event(1))); r.status != http.StatusServiceUnavailable {
		t.Errorf("the answer is %d", r.status)
	}
	if text := log.String(); !strings.Contains(text, "a bug") || strings.Contains(text, "pl4nted") {
		t.Errorf("the log is %s", text)
	}
}

// No address is in the log, whatever goes wrong.
func TestLogHasNoAddress(t *testing.T) {
	var log bytes.Buffer
	var mu sync.Mutex
	f := &fakeStore{ingest: func(context.Context, []store.Arrived) (store.Result, error) {
		return store.Result{}, errors.New("failed")
	}}
	d := door.New(door.Config{Store: f, AcceptAny: true, Limits: door.Limits{PerSecond: 1, Burst: 2}, Log: slog.New(slog.NewJSONHandler(lockedWriter{&mu, &log}, nil))})
	statuses := map[int]int{}
	for range 5 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/v1/events", bytes.NewReader(encoded(t, event(1))))
		if err != nil {
			t.Fatal(err)
		}
		req.RemoteAddr = "192.0.2.77:1234"
		req.Header.Set("Content-Type", "application/json")
		w := &recorder{discard: discard{http.Header{}}}
		d.ServeHTTP(w, req)
		statuses[w.status]++
		if w.status == http.StatusTooManyRequests && w.header.Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if statuses[http.StatusTooManyRequests] != 3 || statuses[http.StatusServiceUnavailable] != 2 {
		t.Errorf("the statuses are %v", statuses)
	}
	mu.Lock()
	defer mu.Unlock()
	if text := log.String(); strings.Contains(text, "192.0.2") || !strings.Contains(text, "failed") {
		t.Errorf("the log is %s", text)
	}
}

type lockedWriter struct {
	mu *sync.Mutex
	w  io.Writer
}

func (l lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

type recorder struct {
	discard

	status int
}

func (r *recorder) WriteHeader(status int) { r.status = status }

func TestConnectionsAreLimited(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true, Tools: []declared.Tool{mytool}, Limits: door.Limits{Connections: 2}})
	address := strings.TrimPrefix(s.url, "http://")
	var conns []net.Conn
	for range 2 {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
		_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
		if _, err := conn.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
	}
	third, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer third.Close()
	_, _ = io.WriteString(third, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
	_ = third.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	if _, err := third.Read(make([]byte, 1)); err == nil {
		t.Error("a third connection was served")
	}
	for _, conn := range conns {
		conn.Close()
	}
	_ = third.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := third.Read(make([]byte, 1)); err != nil {
		t.Errorf("after the others closed: %v", err)
	}
}
