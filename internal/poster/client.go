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

// newTransport returns a transport of its own rather than a clone of
// http.DefaultTransport, which a tool may have weakened for purposes of its own.
func newTransport() *http.Transport {
	config := &tls.Config{
		MinVersion: tls.VersionTLS12,
		// A second batch to the same host spares half of the handshake.
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

// dialTLS returns a dial function for https. What net/http would do itself is done
// here, so that the connection is quiet inside of TLS too.
func dialTLS(config *tls.Config) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&tls.Dialer{Config: config}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return newQuietConn(conn), nil
	}
}
