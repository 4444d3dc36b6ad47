// Package httpsink posts telemetry events to an HTTPS endpoint, as JSON.
//
//	sink, err := httpsink.New(httpsink.Config{
//		Endpoint:    "https://telemetry.example.org/v1/events",
//		BearerToken: "…",
//	})
//
// # On the wire
//
// [Sink.Emit] posts one JSON object: the event's own encoding, with
// "severity":"INFO" or "ERROR" as the last field. It redacts the event.
// [Sink.Export] posts a JSON array of such objects; their events were redacted when
// they were recorded. Its header Idempotency-Key is the same for every attempt at
// the same batch. Bodies over 1 KiB are gzipped. [Sink.Delete] posts to the
// endpoint's path followed by /deletions.
//
// Any 2xx accepts all events but those that a JSON answer names:
//
//	{"rejected":[0],"retry":[3,4]}
//
// Those are indices into the array; Export returns them as a
// [telemetry.PartialError]. 408, 425, 429, 502, 503, 504 and a missing answer
// are temporary failures: the error can carry RetryAfter() time.Duration. 413
// splits a batch in two. Anything else is a [telemetry.ErrRejected].
//
// The sink follows no redirect. One kind turns a POST into a GET that seems to
// succeed; another carries events and token to a host that nobody chose. An
// answer in HTML is a network's login page. Both count as temporary failures.
//
// # What it does not do
//
// It does not retry, keep events, or work in the background: when Emit returns,
// the receiver has answered or it has not. A command that must not wait for the
// network, or must not lose events without one, puts a queue in front of it.
//
// It reads at most 64 KiB of an answer, waits no longer than the timeout and the
// context allow, and prints nothing. No error, and no printed [Sink], shows a query,
// header, token or body.
//
// # Its own client
//
// Without a [Config.Client], the sink uses a client of its own: the operating system's
// certificates, TLS 1.2 or newer, HTTP/1.1, no cookies, and a connection for each
// request, since through an idle one a receiver can make net/http write to the standard
// logger.
//
// Its own client uses the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, as
// [net/http.ProxyFromEnvironment] reads them, but never for this machine itself. A
// proxy sees the host name; it cannot read what is sent over https.
//
// With a caller's client, all of that is the caller's choice, except that the
// sink uses each connection once. Over HTTP/2, or with bytes that arrive before
// the request, a receiver can make that client log.
package httpsink
