// Package door lets events in over HTTP.
//
//	POST /v1/events            what httpsink posts: one event, or an array of them
//	POST /v1/events/deletions  {"tool":…,"machine_id":…}: 202 with a receipt
//	POST /v1/logs              OTLP over HTTP, protobuf or JSON
//	GET  /healthz              200, or 503 when the last transaction failed
//	GET  /metrics              counters in Prometheus' text format
//
// # Answers
//
// An answer of 2xx follows the transaction that holds the events. Senders retry by
// status, so that each status says what is true of the events:
//
//	200  taken, but for those that the answer names as rejected
//	400  not in the format; the same again is useless
//	401  a tool that has a key was sent another one
//	413  more than the limits, for a sender that sends less in one request
//	415  another type or encoding
//	429  too many requests from one address, with Retry-After
//	503  the disk is full or the server is busy, with Retry-After
//
// An event is rejected when its tool or one of its attributes is not declared, when
// it has no valid form, when its time is out of bounds, or when its machine asked for
// deletion. A duplicate, which the store knows by the event's ID, is taken. That is
// also why the Idempotency-Key is not looked at: it says less.
//
// # Limits
//
// [Limits] bounds bytes as they come and as they are unpacked, events, time and
// connections. The bytes of all requests together are bounded too, so that a
// server needs the same memory whatever it is sent.
//
// # What is not kept
//
// No address is stored or logged. The rate limit keeps addresses in memory for as
// long as they are limited. The log has no text that a sender chose.
package door
