// Package telemetry records opt-in usage events of a command-line tool and hands
// them to a sink of the tool author's choice.
//
//   - A [Recorder] stamps an event with the tool's name and version, a salted
//     machine ID, the UTC time and a random ID, removes credentials and personal
//     data, and hands it on.
//   - An [Event] is what is recorded, [Event.AppendJSON] its one encoding, and
//     [ParseEvent] the one decoder.
//   - An [Attr] is one attribute of an event: a key and a value, both text.
//   - A [Sink] is where events go. This package has [NoopSink], [SinkFunc] and
//     [Tee]; sinks that write somewhere are modules of their own.
//   - An [Exporter] is what a queue delivers with: a batch at once. One whose
//     receiver deletes what it has is a [Deleter].
//   - A [Vocabulary] says what may be recorded; a catalog.Catalog is one.
//   - A [CollectionPolicy] is the user's decision, [Disabled] unless they agreed.
//   - An [Error] has a kind, on which programs act, and a cause, which people read.
//
// Recording is one line:
//
//	err := rec.Record(ctx, "command.invoke", telemetry.String("command", "deploy"))
//
// # Off
//
// Everything unknown ends at off: the zero value, a nil Recorder, a policy that
// is not [Enabled], a construction that failed. Off, a Recorder builds no event,
// derives no machine ID, calls no sink, starts no goroutine and allocates
// nothing; a call costs about as much as asking a boolean. Callers therefore
// need no condition of their own around Record, and may ignore its error: no
// telemetry failure must change what the tool does.
//
// # On
//
// Record calls the sink before it returns. This package has no queue and no
// goroutine, so that nothing is lost when the process ends, and nothing delays
// its end. A sink's panic is turned into an error.
//
// No sink sees unredacted free text from a Recorder. Names and keys are not
// redacted, and so hold nothing but letters, digits and a few signs. The fixed words
// of a Vocabulary are checked in place of being redacted, so that a user whose name
// is one of them loses no event. Redaction works by the shape of
// the text and is a net below the author, not a permission to record anything:
// see package [github.com/optin-go/optin/redact].
//
// The machine ID is pseudonymous, not anonymous: it tells one machine from
// another without saying whose it is.
//
// # Words
//
// This package implements the specification of the Rust crate rtb-telemetry;
// its events, consent files and machine IDs interchange with it. What the
// specification calls TelemetryContext is [*Recorder], because Go keeps the word
// context for [context.Context]; builder()…build() is [New], which returns an
// error where the crate panics; record and record_with_attrs are one
// [Recorder.Record]; TelemetrySink is [Sink]; and TelemetryError::{Io, Serde,
// Http, Otlp} is [Error] with the kinds [ErrIO], [ErrSerde], [ErrHTTP] and
// [ErrOTLP].
package telemetry
