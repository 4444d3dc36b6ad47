package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/posthog/posthog-go"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"
	segment "gopkg.in/segmentio/analytics-go.v3"

	httpsink "github.com/optin-go/optin/sinks/http"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// deliverer records n events and sees that they are delivered to url, as its
// documentation says. dir is a directory of its own.
type deliverer struct {
	name    string
	onDisk  bool // an event is on disk before the call that records it returns
	deliver func(url, dir string, n int) error
}

func deliverers() []deliverer {
	return []deliverer{
		{"posting ready-made batches", false, postReadyMade},
		{"a raw write of each first", true, writeAndPostReadyMade},
		{"optin", true, optinDelivers},
		{"posthog-go", false, posthogDelivers},
		{"Segment analytics-go", false, segmentDelivers},
		{"OpenTelemetry SDK", false, otelDelivers},
	}
}

const batch = 500 // events in a request of the floor, and of optin's queue

func postReadyMade(url, _ string, n int) error {
	body := []byte{'['}
	for i := range batch {
		line, err := readyMade("")
		if err != nil {
			return err
		}
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, bytes.TrimSuffix(line, []byte("\n"))...)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write(append(body, ']')); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	for range n / batch {
		req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(zipped.Bytes()))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Content-Encoding", "gzip")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
	return nil
}

// writeAndPostReadyMade is the floor of those who put each event on disk first.
func writeAndPostReadyMade(url, path string, n int) error {
	workers, err := rawWritesAndSeeks(path, "")
	if err != nil {
		return err
	}
	if err := workers()(n); err != nil {
		return err
	}
	return postReadyMade(url, path, n)
}

func optinDelivers(url, dir string, n int) error {
	to, err := httpsink.New(httpsink.Config{Endpoint: url})
	if err != nil {
		return err
	}
	queue := spoolsink.New(dir, to, &spoolsink.Options{MaxBytes: -1})
	rec, err := newRecorder(queue)
	if err != nil {
		return err
	}
	for range n {
		if err := record(rec, ""); err != nil {
			return err
		}
	}
	if err := queue.Flush(context.Background()); err != nil {
		return err
	}
	return queue.Close()
}

func posthogDelivers(url, _ string, n int) error {
	client, err := posthog.NewWithConfig("phc_key", posthog.Config{Endpoint: url, BatchSize: batch, Logger: quiet{}})
	if err != nil {
		return err
	}
	for range n {
		err := client.Enqueue(posthog.Capture{DistinctId: machineID, Event: eventName, Properties: posthog.NewProperties().
			Set("tool", tool).Set("tool_version", version).Set("command", "deploy").Set("outcome", "ok").Set("took", "1s-5s")})
		if err != nil {
			return err
		}
	}
	return client.Close()
}

func segmentDelivers(url, _ string, n int) error {
	client, err := segment.NewWithConfig("key", segment.Config{Endpoint: url, BatchSize: batch, Logger: quiet{}})
	if err != nil {
		return err
	}
	for range n {
		err := client.Enqueue(segment.Track{AnonymousId: machineID, Event: eventName, Properties: segment.NewProperties().
			Set("tool", tool).Set("tool_version", version).Set("command", "deploy").Set("outcome", "ok").Set("took", "1s-5s")})
		if err != nil {
			return err
		}
	}
	return client.Close()
}

func otelDelivers(url, _ string, n int) error {
	ctx := context.Background()
	exporter, err := otlploghttp.New(ctx, otlploghttp.WithEndpointURL(url+"/v1/logs"), otlploghttp.WithCompression(otlploghttp.GzipCompression))
	if err != nil {
		return err
	}
	res := resource.NewSchemaless(attribute.String("service.name", tool), attribute.String("service.version", version), attribute.String("app.installation.id", machineID))
	provider := sdklog.NewLoggerProvider(sdklog.WithResource(res), sdklog.WithProcessor(sdklog.NewBatchProcessor(exporter)))
	logger := provider.Logger(tool)
	for range n {
		var r log.Record
		r.SetTimestamp(time.Now())
		r.SetEventName(eventName)
		r.SetSeverity(log.SeverityInfo)
		r.AddAttributes(attribute.String("command", "deploy"), attribute.String("outcome", "ok"), attribute.String("took", "1s-5s"))
		logger.Emit(ctx, r)
	}
	return provider.Shutdown(ctx)
}

// quiet is a logger of the vendors' clients.
type quiet struct{}

func (quiet) Logf(string, ...any)   {}
func (quiet) Debugf(string, ...any) {}
func (quiet) Warnf(string, ...any)  {}
func (quiet) Errorf(string, ...any) {}
