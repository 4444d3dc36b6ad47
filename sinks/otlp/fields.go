package otlpsink

import "google.golang.org/protobuf/encoding/protowire"

// The field numbers of OTLP's stable protobuf messages that this package writes
// and reads. They are written here because OpenTelemetry's generated Go types
// come in two modules that both register the same names. A program that links
// one of them for its own use, and the other through this package, would panic
// before main runs.
const (
	requestResourceLogs protowire.Number = 1 // ExportLogsServiceRequest

	resourceLogsResource  protowire.Number = 1 // ResourceLogs
	resourceLogsScopeLogs protowire.Number = 2

	resourceAttributes protowire.Number = 1 // Resource

	scopeLogsScope   protowire.Number = 1 // ScopeLogs
	scopeLogsRecords protowire.Number = 2

	instrumentationScopeName protowire.Number = 1 // InstrumentationScope

	logRecordTime           protowire.Number = 1 // LogRecord
	logRecordSeverityNumber protowire.Number = 2
	logRecordSeverityText   protowire.Number = 3
	logRecordBody           protowire.Number = 5
	logRecordAttributes     protowire.Number = 6
	logRecordObservedTime   protowire.Number = 11
	logRecordEventName      protowire.Number = 12

	keyValueKey   protowire.Number = 1 // KeyValue
	keyValueValue protowire.Number = 2

	anyValueString protowire.Number = 1 // AnyValue

	responsePartialSuccess protowire.Number = 1 // ExportLogsServiceResponse

	partialSuccessRejected protowire.Number = 1 // ExportLogsPartialSuccess
)
