// Package otlpsink sends telemetry events to an OpenTelemetry receiver, as log
// records over OTLP/HTTP with binary protobuf.
//
//	sink, err := otlpsink.New(otlpsink.Config{
//		Endpoint: "https://collector.example.org:4318",
//	})
//
// It writes OpenTelemetry's published wire format and is not the OpenTelemetry SDK:
// it has no queue and no global provider, propagator or error handler. It reads none
// of the OTEL_* variables, which users set for the programs that they observe and not
// for the tools that they run.
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
// If an attribute has the name of one that a field sets, the field wins. Log
// stores show the body as the message; all else can be queried. Text that is not
// UTF-8, which protobuf refuses, is repaired. [Sink.Emit] redacts first.
//
// # Answers
//
// Answers mean the same as in [github.com/optin-go/optin/sinks/http]. This package
// shares its rules about URLs, redirects, time, size, connections and the content
// of errors.
//
// In a partial success, the receiver accepts a request and refuses some of its
// records. It is a [telemetry.PartialError] with as many rejected events: OTLP
// does not say which they are. No event of that batch is to be sent again.
//
// # What it does not do
//
// It speaks no gRPC. It does not retry, keep events, or work in the background.
// It sends no metrics and no traces.
package otlpsink
