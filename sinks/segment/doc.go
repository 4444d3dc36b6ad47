// Package segmentsink sends telemetry events to Segment, and to receivers that take
// its format, such as RudderStack and Jitsu.
//
//	sink, err := segmentsink.New(segmentsink.Config{
//		Endpoint: "https://api.segment.io",
//		WriteKey: "…",
//	})
//
// # On the wire
//
// One batch is one request to /v1/batch, in which each event is a track call:
//
//	event        Name
//	messageId    ID; Segment drops what it has seen
//	anonymousId  MachineID
//	timestamp    TimestampUTC, which Segment corrects by the clock of this machine
//	properties   Attrs, and args, err_msg when set, and severity
//	context.app  name: Tool, version: ToolVersion
//
// Segment keeps the sender's address only for calls whose context says
// "direct": true; these do not.
//
// # Limits
//
// Segment takes 500 KB and 2,500 events a request, and 32 KB an event. It answers
// some requests that are beyond with 200 and drops the events, so that this package
// does not send them: a larger batch goes in several requests, and a larger event is
// rejected.
//
// # Answers
//
// Segment answers 200 to whatever it can read, and does not say which events it
// took. All else is as in [github.com/optin-go/optin/sinks/http], whose rules about
// URLs, redirects, time, size and what an error may hold this package shares.
package segmentsink
