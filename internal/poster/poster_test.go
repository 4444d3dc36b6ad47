package poster_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/poster"
)

func newPoster(t testing.TB, cfg poster.Config) *poster.Poster {
	t.Helper()
	cfg.Name = "mysink"
	if cfg.Timeout == 0 {
		cfg.Timeout = time.Minute
	}
	p, err := poster.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// answering returns the URL of a server that answers with f.
func answering(t testing.TB, f http.HandlerFunc) string {
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return s.URL
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	complete := poster.Config{Name: "mysink", Endpoint: "https://example.com/", Timeout: time.Second}
	if _, err := poster.New(complete); err != nil {
		t.Fatal(err)
	}
	for field, remove := range map[string]func(*poster.Config){
		"Config.Name":     func(c *poster.Config) { c.Name = "" },
		"Config.Timeout":  func(c *poster.Config) { c.Timeout = 0 },
		"Config.Endpoint": func(c *poster.Config) { c.Endpoint = "" },
	} {
		cfg := complete
		remove(&cfg)
		if _, err := poster.New(cfg); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("without %s: %v", field, err)
		}
	}
}

func TestNilAndZeroPostersReturnAnError(t *testing.T) {
	var none *poster.Poster
	for name, p := range map[string]*poster.Poster{"nil": none, "zero": {}} {
		_, err := p.Post(t.Context(), poster.Request{})
		out := p.PostBatch(t.Context(), poster.Batch{Len: 1})
		if err == nil || out.Err == nil || out.IsPartial() || p.Op() != "" || p.Recipient() != "" {
			t.Errorf("%s: %v, %v, %q, %q", name, err, out, p.Op(), p.Recipient())
		}
	}
}

func TestNilContextIsOneThatNeverEnds(t *testing.T) {
	url := answering(t, func(http.ResponseWriter, *http.Request) {})
	//nolint:staticcheck // a caller's mistake must not become a panic
	if _, err := newPoster(t, poster.Config{Endpoint: url}).Post(nil, poster.Request{ContentType: "text/plain"}); err != nil {
		t.Error(err)
	}
}

func TestPathIsAppendedToTheEndpoint(t *testing.T) {
	var got string
	url := answering(t, func(_ http.ResponseWriter, r *http.Request) { got = r.URL.RequestURI() })
	for endpoint, want := range map[string]string{"/": "/a/b", "/v1": "/v1/a/b", "/v1/?key=1": "/v1/a/b?key=1", "": "/a/b"} {
		if _, err := newPoster(t, poster.Config{Endpoint: url + endpoint}).Post(t.Context(), poster.Request{Path: "a/b", ContentType: "text/plain"}); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%q: posted to %s, want %s", endpoint, got, want)
		}
	}
}

func TestPrintingShowsNoSecret(t *testing.T) {
	const planted = "pl4nted"
	p := newPoster(t, poster.Config{Endpoint: "https://example.com/" + planted, BearerToken: planted, Headers: map[string]string{"X-Key": planted}, UserAgent: planted})
	for _, value := range []any{p, *p} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if text := fmt.Sprintf(format, value); strings.Contains(text, planted) || strings.Contains(text, fmt.Sprintf("%x", planted)) {
				t.Errorf("%s of %T: %s", format, value, text)
			}
		}
	}
}

// The poster asks for no compression and undoes none.
func TestCompressedBombsAreNotUnpacked(t *testing.T) {
	var packed bytes.Buffer // 32 MiB of zeros in 32 KiB
	w := gzip.NewWriter(&packed)
	_, err := w.Write(make([]byte, 32<<20))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	url := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	})
	for name, client := range map[string]*http.Client{
		"own client":      nil,
		"caller's client": {}, // http.DefaultTransport, which unpacks what it asked for
	} {
		answer, err := newPoster(t, poster.Config{Endpoint: url, Client: client}).Post(t.Context(), poster.Request{ContentType: "text/plain", Body: []byte("x")})
		if err != nil || answer.Cut || !bytes.Equal(answer.Body, packed.Bytes()) {
			t.Errorf("%s: %d bytes, cut %v, %v", name, len(answer.Body), answer.Cut, err)
		}
	}
}

func TestAnswerIsCutAt64KiB(t *testing.T) {
	for _, tt := range []struct {
		size int
		cut  bool
	}{{0, false}, {64 << 10, false}, {64<<10 + 1, true}, {1 << 20, true}} {
		url := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, strings.Repeat("x", tt.size))
		})
		answer, err := newPoster(t, poster.Config{Endpoint: url}).Post(t.Context(), poster.Request{ContentType: "text/plain"})
		if err != nil || answer.Cut != tt.cut || len(answer.Body) != min(tt.size, 64<<10) || answer.ContentType != "text/plain" {
			t.Errorf("of %d bytes: %d, cut %v, type %q, %v", tt.size, len(answer.Body), answer.Cut, answer.ContentType, err)
		}
	}
}

// A receiver may answer, and hang up, while a body is still on its way.
func TestAnswerBeforeTheBodyIsRead(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	done := make(chan struct{})
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = conn.Read(make([]byte, 1))
		_, _ = io.WriteString(conn, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
		<-done
	}()
	// Random bytes stay as many when they are compressed; no kernel buffers so many.
	_, err = newPoster(t, poster.Config{Endpoint: "http://" + l.Addr().String(), Timeout: time.Hour}).Post(t.Context(), poster.Request{ContentType: "text/plain", Body: random(16 << 20)})
	close(done)
	if !poster.IsFinal(err) {
		t.Errorf("Post: %v", err)
	}
}

func random(n int) []byte {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x)
	}
	return b
}
