// Package memorysink keeps telemetry events in memory, for tests of a tool's
// instrumentation and for showing a user what would be sent.
//
// It is the one sink that does not redact: events of a Recorder are redacted
// before they arrive, and an event that a test emits directly is kept as it is.
// Nothing leaves the process, and nothing outlives it.
package memorysink
