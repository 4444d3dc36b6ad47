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
// "severity":"INFO" or "ERROR" as the last field. [Sink.Export] posts a JSON array
// of such objects, with an Idempotency-Key that is the same for every attempt at
// the same batch. Bodies over 1 KiB are gzipped. Emit redacts; the events of a batch
// were redacted when they were recorded. [Sink.Delete] posts to the endpoint's path
// followed by /deletions.
//
// Any 2xx is a yes, to all events but those that a JSON answer names:
//
//	{"rejected":[0],"retry":[3,4]}
//
// Those are indices into the array, and come back as a [telemetry.PartialError].
// 408, 425, 429, 502, 503, 504, and whatever kept the answer
// from arriving, may pass: the error can carry RetryAfter() time.Duration. 413
// splits a batch in two. Anything else is a [telemetry.ErrRejected].
//
// No redirect is followed: one answer turns a POST into a GET that seems to
// succeed, another carries events and token to a host that nobody chose. An
// answer in HTML is a network's login page. Both count as failures that may pass.
//
// # What it does not do
//
// It does not try again, keep events, or work in the background: when Emit
// returns, the receiver has answered or it has not. A command that must not wait
// for a network, or loses events without one, puts a queue in front of it.
//
// It reads at most 64 KiB of an answer, waits no longer than the timeout and the
// context allow, prints nothing, and puts no query, header, token or body into an error, nor into
// what printing a [Sink] shows.
//
// # Its own client
//
// With no [Config.Client], the sink uses a client of its own: certificates of the
// operating system, TLS 1.2 or newer, HTTP/1.1, no cookies, and a connection for each
// request, since a receiver can make net/http write to the standard logger through
// one that is idle. It uses the proxy that the user's environment names, in HTTPS_PROXY,
// HTTP_PROXY and NO_PROXY, as [net/http.ProxyFromEnvironment] reads them, but
// never for this machine itself. A proxy sees the name of the host; what is said
// to it over https it cannot read.
//
// With a caller's client, all of that is the caller's choice, but that each
// connection is used once. Over HTTP/2, and with bytes that come before the
// request, a receiver can make that client log.
package httpsink
