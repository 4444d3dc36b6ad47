// Package declared reads what a tool's author declares of it for a server: which
// events the tool sends, with which attributes, and what each means. The file is what
// the tool itself prints:
//
//	mytool telemetry events --output json > mytool.json
//
// The author may add the field "key": what the tool sends as its bearer token. Without
// it, no token is asked for. Without "events", the tool may send any. An attribute
// whose "values" are null may have any value.
package declared
