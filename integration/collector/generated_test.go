package collector

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	collectorpb "go.opentelemetry.io/proto/otlp/collector/logs/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// OpenTelemetry's generated types read a request without a field that they do not
// know, and what they write of it says the same. That this program links them and
// the sink shows that the two get along.
func TestGeneratedTypesReadARequest(t *testing.T) {
	var request collectorpb.ExportLogsServiceRequest
	var readErr error
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			if body, readErr = gzip.NewReader(r.Body); readErr != nil {
				return
			}
		}
		var data []byte
		if data, readErr = io.ReadAll(body); readErr == nil {
			readErr = proto.Unmarshal(data, &request)
		}
		// And their answer is read by the sink.
		answer, err := proto.Marshal(&collectorpb.ExportLogsServiceResponse{PartialSuccess: &collectorpb.ExportLogsPartialSuccess{RejectedLogRecords: 2, ErrorMessage: "two of them"}})
		if err != nil {
			readErr = err
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
		_, _ = w.Write(answer)
	}))
	defer server.Close()
	sink, err := otlpsink.New(otlpsink.Config{Endpoint: server.URL, ResourceAttrs: map[string]string{"site": "a"}})
	if err != nil {
		t.Fatal(err)
	}
	exportErr := sink.Export(t.Context(), fleetEvents())
	if readErr != nil {
		t.Fatal(readErr)
	}
	var partial *telemetry.PartialError
	if !errors.As(exportErr, &partial) || len(partial.Rejected) != 2 || !errors.As(exportErr, new(*telemetry.Error)) {
		t.Errorf("Export: %v", exportErr)
	}
	noUnknown(t, request.ProtoReflect())
	logs := request.GetResourceLogs()
	if len(logs) != 2 || len(logs[0].GetScopeLogs()) != 1 || len(logs[0].GetScopeLogs()[0].GetLogRecords()) != 2 || logs[0].GetScopeLogs()[0].GetScope().GetName() == "" {
		t.Fatalf("the request is %v", &request)
	}
	if r := logs[0].GetScopeLogs()[0].GetLogRecords()[1]; r.GetEventName() != "command.invoke" || r.GetSeverityText() != "ERROR" || r.GetSeverityNumber().String() != "SEVERITY_NUMBER_ERROR" {
		t.Errorf("the record is %v", r)
	}
}

// noUnknown tests that the message and all messages in it have only known fields.
func noUnknown(t *testing.T, m protoreflect.Message) {
	t.Helper()
	if u := m.GetUnknown(); len(u) != 0 {
		t.Errorf("%s has unknown fields: %x", m.Descriptor().FullName(), u)
	}
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Message() == nil:
		case f.IsList():
			for i := range v.List().Len() {
				noUnknown(t, v.List().Get(i).Message())
			}
		default:
			noUnknown(t, v.Message())
		}
		return true
	})
}
