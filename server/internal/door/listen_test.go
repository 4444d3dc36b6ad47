package door_test

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/optin-go/optin/server/internal/door"
)

func TestHTTP2IsNotSpoken(t *testing.T) {
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := door.Server(http.NotFoundHandler())
	srv.TLSConfig = &tls.Config{Certificates: lender.TLS.Certificates}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.ServeTLS(door.Listen(l, door.Limits{}), "", "")
	}()
	defer func() { _ = srv.Close(); <-done }()
	conn, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{NextProtos: []string{"h2", "http/1.1"}, RootCAs: lender.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got := conn.ConnectionState().NegotiatedProtocol; got != "http/1.1" {
		t.Errorf("negotiated %q", got)
	}
}
