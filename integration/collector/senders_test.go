package collector

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/exporter/otlphttpexporter"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
)

// startServer builds and starts optin-server, which is in another module and another
// workspace, and returns its URL.
func startServer(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "optin-server")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./server/cmd/optin-server")
	build.Dir = "../.."
	build.Env = append(os.Environ(), "GOWORK=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), binary, "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--accept-any")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(log)
	var address string
	for address == "" && lines.Scan() {
		var line struct{ Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil {
			address = line.Address
		}
	}
	if address == "" {
		t.Fatal("the server did not say where it listens")
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(io.Discard, log)
		_ = cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		<-done
	})
	return "http://" + address
}

// wantAccepted waits until the server has accepted so many events, and found so many
// duplicates among what it was sent.
func wantAccepted(t *testing.T, url string, accepted, duplicates int) {
	t.Helper()
	var text string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/metrics", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		if err := errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		text = strings.Join(regexp.MustCompile("(?m)^optin_events_.*$").FindAllString(string(data), -1), "\n")
		if strings.Contains(text, fmt.Sprintf("{result=\"accepted\"} %d\n", accepted)) && strings.Contains(text, fmt.Sprintf("{result=\"duplicate\"} %d\n", duplicates)) {
			return
		}
	}
	t.Errorf("want %d accepted and %d duplicates:\n%s", accepted, duplicates, text)
}

// The Collector passes events on to optin-server, in both encodings of OTLP.
func TestServerTakesWhatTheCollectorSends(t *testing.T) {
	url := startServer(t)
	for i, encoding := range []string{"proto", "json"} {
		dir := t.TempDir()
		pool := certificate(t, dir)
		t.Setenv("OTELCOL_STATE", dir)
		socket := socketPath(t)
		t.Setenv("OTELCOL_LISTEN", socket)
		name := otlphttpexporter.NewFactory().Type().String()
		c, ready := newCollector(t,
			"receivers::otlp::protocols::http::transport: unix",
			"exporters::"+name+"::endpoint: "+url,
			"exporters::"+name+"::encoding: "+encoding,
			"service::pipelines::logs::exporters: ["+name+"]",
			"service::telemetry::metrics::level: none",
		)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		ended := make(chan error, 1)
		go func() { ended <- c.Run(ctx) }()
		select {
		case <-ready:
		case err := <-ended:
			t.Fatalf("the Collector ended before it was ready: %v", err)
		}
		client := unixClient(socket)
		client.Transport.(*http.Transport).TLSClientConfig.RootCAs = pool
		sink, err := otlpsink.New(otlpsink.Config{Endpoint: "https://example.com", Client: client, Timeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		events := fleetEvents()
		for j := range events {
			events[j].TimestampUTC = time.Now().UTC().Add(-time.Hour)
		}
		if err := sink.Export(ctx, events); err != nil {
			t.Error(err)
		}
		wantAccepted(t, url, len(events), i*len(events)) // the second time, all are known
		client.CloseIdleConnections()
		c.Shutdown()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		cancel()
	}
}

// A program that has OpenTelemetry's SDK needs nothing of ours.
func TestServerTakesWhatTheSDKSends(t *testing.T) {
	url := startServer(t)
	exporter, err := otlploghttp.New(t.Context(), otlploghttp.WithEndpointURL(url+"/v1/logs"), otlploghttp.WithCompression(otlploghttp.GzipCompression))
	if err != nil {
		t.Fatal(err)
	}
	provider := sdklog.NewLoggerProvider(
		sdklog.WithProcessor(sdklog.NewBatchProcessor(exporter)),
		sdklog.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "mytool"), attribute.String("service.version", "1.4.0"), attribute.String("service.instance.id", "a-machine"),
		)),
	)
	logger := provider.Logger("test")
	for i := range 100 {
		var r log.Record
		r.SetEventName("command.invoke")
		r.SetTimestamp(time.Now().Add(time.Duration(i) * time.Millisecond))
		r.SetSeverity(log.SeverityInfo)
		r.AddAttributes(attribute.String("command", "deploy"), attribute.Int("exit_code", i%3), attribute.Bool("interactive", true), attribute.StringSlice("list", []string{"x"}))
		logger.Emit(t.Context(), r)
	}
	if err := provider.Shutdown(t.Context()); err != nil {
		t.Errorf("the SDK says: %v", err)
	}
	wantAccepted(t, url, 100, 0)
}
