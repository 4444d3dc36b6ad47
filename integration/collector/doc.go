// Package collector holds tests of package otlpsink against OpenTelemetry's own
// Collector: its receiver of OTLP alone, the reading of a request by
// OpenTelemetry's generated types, and a whole Collector that runs the
// documented configuration, docs/collector.yaml.
//
// It is a module and a workspace of its own, which the root's go.work does not
// use: the Collector brings 340 modules, and a workspace builds every one of its
// modules with the highest version that any of them asks for. The tests of the
// others would then no longer run with what their users get.
//
//	cd integration/collector && go test ./...
package collector
