package poster

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
)

// clientFrom returns a client that sends as c does and follows no redirect.
func clientFrom(c *http.Client) *http.Client {
	own := http.Client{}
	if c == nil {
		own.Transport = newTransport()
	} else {
		own = *c
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// newTransport returns a new transport rather than a clone of
// http.DefaultTransport, which the tool may have weakened for its own purposes.
func newTransport() *http.Transport {
	config := &tls.Config{
		MinVersion: tls.VersionTLS12,
		// Session resumption saves half of the handshake for a second batch.
		ClientSessionCache: tls.NewLRUClientSessionCache(1),
	}
	only1 := new(http.Protocols)
	only1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dial,
		DialTLSContext:         dialTLS(config),
		TLSClientConfig:        config, // behind a proxy
		Protocols:              only1,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxAnswerBytes,
	}
}

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return newQuietConn(conn), nil
}

// dialTLS returns a dial function for https. It does what net/http would do, so
// that the connection is quiet inside TLS too.
func dialTLS(config *tls.Config) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&tls.Dialer{Config: config}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return newQuietConn(conn), nil
	}
}
