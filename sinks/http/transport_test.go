package httpsink_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// checkRetryable tests that err may pass, and that neither it nor anything it
// wraps holds what must not be printed.
func checkRetryable(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, telemetry.ErrHTTP) || errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("the error is not one that may pass: %v", err)
	}
	checkSilent(t, err)
}

const planted = "pl4nted"

func checkSilent(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if text := fmt.Sprintf("%v %+v %#v %q", err, err, err, err); strings.Contains(text, planted) {
		t.Errorf("the error holds a secret: %s", text)
	}
	switch wrapping := err.(type) { //nolint:errorlint // every error of the tree is visited
	case interface{ Unwrap() error }:
		checkSilent(t, wrapping.Unwrap())
	case interface{ Unwrap() []error }:
		for _, err := range wrapping.Unwrap() {
			checkSilent(t, err)
		}
	}
}

// secretConfig has a secret wherever a Config can.
func secretConfig(url string) httpsink.Config {
	return httpsink.Config{
		Endpoint:    url + "/" + planted + "?key=" + planted,
		BearerToken: planted,
		Headers:     map[string]telemetry.Secret{"X-Key": planted},
		Timeout:     time.Minute,
	}
}

func TestBrokenTransportsAreRetryable(t *testing.T) {
	quiet := log.New(io.Discard, "", 0)
	untrusted := httptest.NewUnstartedServer(nil)
	untrusted.Config.ErrorLog = quiet
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	say := func(text string) func(net.Conn) {
		return func(conn net.Conn) { _, _ = io.WriteString(conn, text) }
	}
	reset := func(conn net.Conn) { _ = conn.(*net.TCPConn).SetLinger(0) }
	tests := []struct {
		name string
		url  func(*testing.T) string
		text string
		is   error
	}{
		{"refused", refusedURL, "", refusedError},
		{"no such host", func(*testing.T) string { return "https://" + nobody }, "cannot be resolved", nil},
		{"certificate of nobody we know", func(*testing.T) string { return untrusted.URL }, "certificate", nil},
		{"no TLS", func(t *testing.T) string {
			return strings.Replace(rawServer(t, nil), "http://", "https://", 1)
		}, "", nil},
		{"hung up", func(t *testing.T) string { return rawServer(t, func(net.Conn) {}) }, "closed before", io.ErrUnexpectedEOF},
		{"reset", func(t *testing.T) string { return rawServer(t, reset) }, "", nil},
		{"cut in the status", func(t *testing.T) string { return rawServer(t, say("HTTP/1.1 20")) }, "", nil},
		{"cut in the headers", func(t *testing.T) string { return rawServer(t, say("HTTP/1.1 200 OK\r\nX-A: 1\r\n")) }, "closed before", io.ErrUnexpectedEOF},
		{"cut in the body", func(t *testing.T) string {
			return rawServer(t, say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))
		}, "closed before", io.ErrUnexpectedEOF},
		{"cut in a chunk", func(t *testing.T) string {
			return rawServer(t, say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"))
		}, "closed before", io.ErrUnexpectedEOF},
		{"not HTTP", func(t *testing.T) string { return rawServer(t, say("SSH-2.0-"+planted+"\r\n")) }, "", nil},
		{"a status that is none", func(t *testing.T) string { return rawServer(t, say("HTTP/1.1 "+planted+"\r\n\r\n")) }, "", nil},
		{"a header that is none", func(t *testing.T) string { return rawServer(t, say("HTTP/1.1 200 OK\r\n"+planted+"\r\n\r\n")) }, "", nil},
		{"a redirect to nowhere", func(t *testing.T) string {
			return rawServer(t, say("HTTP/1.1 307 Temporary Redirect\r\nLocation: ://"+planted+"\r\nContent-Length: 0\r\n\r\n"))
		}, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			url := tt.url(t)
			sink := newSink(t, secretConfig(url))
			err := sink.Emit(t.Context(), testEvent("e"))
			checkRetryable(t, err)
			checkRetryable(t, sink.Export(t.Context(), testEvents(3)))
			if err == nil || !strings.HasPrefix(err.Error(), "httpsink: post to "+url+": HTTP error: ") || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("the text is %v, want one with %q", err, tt.text)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("%v is not %v", err, tt.is)
			}
		})
	}
}

// refusedURL returns the URL of a port that nobody listens on.
func refusedURL(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(nil)
	s.Close()
	return s.URL
}

// failingTransport is a caller's transport whose errors say too much.
type failingTransport struct{}

func (failingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("proxy http://user:%s@proxy: %s with %v", planted, req.URL, req.Header)
}

func TestErrorsOfACallersTransportAreNotPrinted(t *testing.T) {
	cfg := secretConfig("https://example.com")
	cfg.Client = &http.Client{Transport: failingTransport{}}
	err := newSink(t, cfg).Emit(t.Context(), testEvent("e"))
	checkRetryable(t, err)
	if err == nil || err.Error() != "httpsink: post to https://example.com: HTTP error: the request failed" {
		t.Errorf("the error is %v", err)
	}
}

// A server that knows nothing newer than TLS 1.1 sees that we do not.
func TestTLSIsAtLeast12(t *testing.T) {
	untrusted := httptest.NewTLSServer(nil) // lends its certificate
	certificates := untrusted.TLS.Certificates
	untrusted.Close()
	handshake := func(newest uint16) error {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		result := make(chan error, 1)
		go func() {
			conn, err := l.Accept()
			if err == nil {
				err = tls.Server(conn, &tls.Config{Certificates: certificates, MinVersion: tls.VersionTLS10, MaxVersion: newest}).HandshakeContext(context.Background())
				conn.Close()
			}
			result <- err
		}()
		sink := newSink(t, httpsink.Config{Endpoint: "https://" + l.Addr().String(), Timeout: time.Minute})
		checkRetryable(t, sink.Emit(t.Context(), testEvent("e")))
		return <-result
	}
	const tooOld = "client offered only unsupported versions"
	if err := handshake(tls.VersionTLS11); err == nil || !strings.Contains(err.Error(), tooOld) {
		t.Errorf("a server of TLS 1.1 sees %v", err)
	}
	if err := handshake(tls.VersionTLS12); err == nil || strings.Contains(err.Error(), tooOld) {
		t.Errorf("a server of TLS 1.2 sees %v", err) // that its certificate is refused
	}
}

func TestHTTPSReceiverWithACallersRoots(t *testing.T) {
	s := httptest.NewTLSServer(answers(http.StatusAccepted))
	defer s.Close()
	sink := newSink(t, httpsink.Config{Endpoint: s.URL, Client: s.Client()})
	if err := sink.Emit(t.Context(), testEvent("e")); err != nil {
		t.Error(err)
	}
}

// net/http sends a request that has an Idempotency-Key again by itself when an
// idle connection turns out to be closed. Trying again is not the sink's work.
func TestBatchIsSentOnce(t *testing.T) {
	var requests atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body)
		if requests.Add(1) == 2 {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				conn.Close()
			}
		}
	}))
	defer s.Close()
	sink := newSink(t, secretConfig(s.URL))
	if err := sink.Export(t.Context(), testEvents(1)); err != nil {
		t.Fatal(err)
	}
	checkRetryable(t, sink.Export(t.Context(), testEvents(1)))
	if n := requests.Load(); n != 2 {
		t.Errorf("%d requests arrived for 2 calls", n)
	}
}
