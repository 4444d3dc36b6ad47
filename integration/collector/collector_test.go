package collector

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

const documented = "../../docs/collector.yaml"

// newCollector returns a Collector of the documented configuration, changed by
// overrides, which are YAML. Its state and its certificate are in the test's
// directory. ready is closed when it runs.
func newCollector(t *testing.T, overrides ...string) (c *otelcol.Collector, ready <-chan struct{}) {
	t.Helper()
	uris := []string{"file:" + documented}
	for _, o := range overrides {
		uris = append(uris, "yaml:"+o)
	}
	running := make(chan struct{})
	settings := Settings(uris...)
	settings.DisableGracefulShutdown = true
	settings.LoggingOptions = []zap.Option{zap.Hooks(func(e zapcore.Entry) error {
		if strings.HasPrefix(e.Message, "Everything is ready") {
			close(running)
		}
		return nil
	})}
	c, err := otelcol.NewCollector(settings)
	if err != nil {
		t.Fatal(err)
	}
	return c, running
}

// certificate writes a certificate for loopback into dir, where the environment
// tells the documented configuration to look for it, and returns a pool with it.
func certificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	pair := lender.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"OTELCOL_CERT": {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, "OTELCOL_KEY": {Type: "PRIVATE KEY", Bytes: key}} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, path)
	}
	pool := x509.NewCertPool()
	pool.AddCert(lender.Certificate())
	return pool
}

func TestDocumentedConfigurationIsValid(t *testing.T) {
	dir := t.TempDir()
	certificate(t, dir)
	t.Setenv("OTELCOL_STATE", dir)
	c, _ := newCollector(t)
	if err := c.DryRun(t.Context()); err != nil {
		t.Error(err)
	}
}

// The validation above would notice.
func TestBrokenConfigurationIsNotValid(t *testing.T) {
	dir := t.TempDir()
	certificate(t, dir)
	t.Setenv("OTELCOL_STATE", dir)
	for name, override := range map[string]string{
		"a setting that does not exist":   "exporters::clickhouse::planted: 1",
		"a component that does not exist": "service::pipelines::logs::processors: [planted]",
		"a value that cannot work":        "exporters::clickhouse::sending_queue::queue_size: -1",
	} {
		c, _ := newCollector(t, override)
		if err := c.DryRun(t.Context()); err == nil {
			t.Errorf("%s is valid", name)
		}
	}
}

// The documented Collector, but for ClickHouse, and on a socket of the test's own
// instead of a port.
func TestWholeCollectorStoresTheEvents(t *testing.T) {
	dir := t.TempDir()
	pool := certificate(t, dir)
	t.Setenv("OTELCOL_STATE", dir)
	socket := socketPath(t)
	t.Setenv("OTELCOL_LISTEN", socket)
	c, ready := newCollector(t,
		"receivers::otlp::protocols::http::transport: unix",
		"service::pipelines::logs::exporters: [file]",
		"service::telemetry::metrics::level: none",
		"service::telemetry::logs::level: info",
	)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
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
	if err := sink.Export(ctx, events); err != nil {
		t.Error(err)
	}
	if err := sink.Emit(ctx, events[0]); err != nil { // a duplicate, as after a crash
		t.Error(err)
	}
	client.CloseIdleConnections()
	c.Shutdown()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}

	stored := readArchive(t, filepath.Join(dir, "archive", "events.jsonl"))
	checkRecords(t, stored, append(append([]telemetry.Event{}, events...), events[0]))
}

// readArchive returns the requests that the file exporter wrote, one a line.
func readArchive(t *testing.T, path string) []plog.Logs {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []plog.Logs
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		logs, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(lines.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, logs)
	}
	return all
}
