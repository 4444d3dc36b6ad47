package collector

import (
	"errors"
	"testing"
	"time"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// startReceiver starts the Collector's receiver of OTLP in front of next, and
// returns a sink that sends to it.
func startReceiver(t *testing.T, next consumer.Logs) *otlpsink.Sink {
	t.Helper()
	return startReceiverWith(t, next, nil)
}

// startReceiverWith is startReceiver for a sink that sends these headers.
func startReceiverWith(t *testing.T, next consumer.Logs, headers map[string]telemetry.Secret) *otlpsink.Sink {
	t.Helper()
	socket := socketPath(t)
	factory := otlpreceiver.NewFactory()
	cfg := factory.CreateDefaultConfig()
	err := confmap.NewFromStringMap(map[string]any{"protocols": map[string]any{"http": map[string]any{"endpoint": socket, "transport": "unix", "include_metadata": true}}}).Unmarshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r, err := factory.CreateLogs(t.Context(), receivertest.NewNopSettings(factory.Type()), cfg, next)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	httpClient := unixClient(socket)
	t.Cleanup(func() {
		httpClient.CloseIdleConnections()
		if err := r.Shutdown(t.Context()); err != nil && t.Context().Err() == nil {
			t.Error(err)
		}
	})
	sink, err := otlpsink.New(otlpsink.Config{Endpoint: "http://localhost", Client: httpClient, Timeout: time.Minute, Headers: headers})
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

func TestRecordsArriveAtTheCollectorsReceiver(t *testing.T) {
	arrived := new(consumertest.LogsSink)
	sink := startReceiver(t, arrived)
	events := fleetEvents()
	if err := sink.Export(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	if err := sink.Emit(t.Context(), events[1]); err != nil {
		t.Fatal(err)
	}
	checkRecords(t, arrived.AllLogs(), append(append([]telemetry.Event{}, events...), events[1]))
}

// A batch of this size is compressed, and its headers are what a gateway in front
// of the Collector decides by.
func TestReceiverTakesACompressedBatchWithHeaders(t *testing.T) {
	arrived := new(consumertest.LogsSink)
	sink := startReceiverWith(t, arrived, map[string]telemetry.Secret{"X-Api-Key": "planted"})
	var events []telemetry.Event
	for i := range 500 {
		e := fleetEvents()[0]
		e.ID = telemetry.ID{13: 1, 14: byte(i >> 8), 15: byte(i)}
		events = append(events, e)
	}
	if err := sink.Export(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	checkRecords(t, arrived.AllLogs(), events)
	metadata := client.FromContext(arrived.Contexts()[0]).Metadata
	for header, want := range map[string]string{"X-Api-Key": "planted", "Content-Type": "application/x-protobuf"} {
		if got := metadata.Get(header); len(got) != 1 || got[0] != want {
			t.Errorf("the header %s is %q, want %q", header, got, want)
		}
	}
}

func TestReceiverTakesWhatProtobufWouldNot(t *testing.T) {
	arrived := new(consumertest.LogsSink)
	sink := startReceiver(t, arrived)
	e := fleetEvents()[0]
	e.Name, e.Tool, e.Args, e.Attrs = "n\xff", "t\xff", "a\xff", telemetry.Attrs{{Key: "k\xff", Value: "v\xff"}}
	if err := sink.Export(t.Context(), []telemetry.Event{e, fleetEvents()[1]}); err != nil {
		t.Fatal(err)
	}
	e.Name, e.Tool, e.Args, e.Attrs = "n\uFFFD", "t\uFFFD", "a\uFFFD", telemetry.Attrs{{Key: "k\uFFFD", Value: "v\uFFFD"}}
	checkRecords(t, arrived.AllLogs(), []telemetry.Event{e, fleetEvents()[1]})
}

// What the Collector says when the pipeline behind its receiver is full, or will
// never take the records.
func TestReceiversRefusals(t *testing.T) {
	for name, tt := range map[string]struct {
		err      error
		rejected bool
	}{
		"full":  {errors.New("the queue is full"), false},
		"never": {consumererror.NewPermanent(errors.New("malformed")), true},
	} {
		sink := startReceiver(t, consumertest.NewErr(tt.err))
		err := sink.Export(t.Context(), fleetEvents())
		if !errors.Is(err, telemetry.ErrOTLP) || errors.Is(err, telemetry.ErrRejected) != tt.rejected {
			t.Errorf("%s: %v", name, err)
		}
	}
}
