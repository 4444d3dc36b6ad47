package httpsink

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
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
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{}).DialContext,
		ForceAttemptHTTP2:      true,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxAnswerBytes,
		// A command that has posted its events soon ends, and one that lives on
		// must not keep a connection of the receiver's.
		MaxIdleConnsPerHost: 1,
		IdleConnTimeout:     10 * time.Second,
	}
}
