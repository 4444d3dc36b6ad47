// Package otlpsink sends telemetry events to an OpenTelemetry receiver, as log
// records over OTLP/HTTP with binary protobuf.
//
//	sink, err := otlpsink.New(otlpsink.Config{
//		Endpoint: "https://collector.example.org:4318",
//	})
//
// It is made from OpenTelemetry's published wire types alone. It is not the
// OpenTelemetry SDK: it has no queue, no global provider, propagator or error
// handler, and reads none of the OTEL_* variables, which a user sets for the programs
// that they observe and not for the tools that they run.
//
// # One event is one record
//
//	time_unix_nano       TimestampUTC; 0, which is unknown, before 1970 and after 2262
//	observed_time_unix_nano
//	                     the same, or the time of sending if that is unknown
//	event_name, body     Name
//	severity             ERROR (17) when ErrMsg is set, else INFO (9)
//	attributes           Attrs, and
//	  event.args         Args, when set
//	  exception.message  ErrMsg, when set
//	  log.record.uid     ID, when set; a receiver can drop what it has seen
//	resource
//	  service.name       Tool
//	  service.version    ToolVersion
//	  app.installation.id
//	                     MachineID
//	  …                  [Config.ResourceAttrs]
//
// Where an attribute has the name of one that a field gives, the field counts. The
// body is what log stores show as the message; all else can be queried. Text that
// is not UTF-8, which protobuf refuses, is repaired. [Sink.Emit] redacts first.
//
// # Answers
//
// They mean what they mean to [github.com/optin-go/optin/sinks/http], whose rules
// about URLs, redirects, time, size, connections and what an error may hold this
// package shares. A partial success, in which the receiver takes a request and
// refuses some of its records, is a [telemetry.PartialError] with as many rejected
// events: OTLP does not say which they are. Nothing of that batch is to be sent
// again.
//
// # What it does not do
//
// It speaks no gRPC. It does not try again, keep events, or work in the
// background. It sends no metrics and no traces.
package otlpsink
