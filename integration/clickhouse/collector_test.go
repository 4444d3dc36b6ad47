package clickhouse

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/integration/fleet"
)

// collector runs docs/collector.yaml, as a process, over one directory of state.
type collector struct {
	program, state, socket string
	client                 *http.Client
	logf                   func(string, ...any)

	cmd   *exec.Cmd
	ended chan struct{}
}

// newCollector returns a Collector that was not started. It listens on a socket, so
// that it needs no free port; nothing else of the configuration is changed that
// decides what happens to an event.
func newCollector(t *testing.T, program, clickhouse string) *collector {
	t.Helper()
	c := &collector{program: program, state: t.TempDir(), logf: t.Logf}
	short, err := os.MkdirTemp("", "otel") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(short) })
	c.socket = filepath.Join(short, "s")

	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	pair := lender.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"OTELCOL_CERT": {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, "OTELCOL_KEY": {Type: "PRIVATE KEY", Bytes: key}} {
		path := filepath.Join(short, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, path)
	}
	t.Setenv("OTELCOL_STATE", c.state)
	t.Setenv("OTELCOL_LISTEN", c.socket)
	t.Setenv("CLICKHOUSE_ENDPOINT", clickhouse)
	transport, ok := lender.Client().Transport.(*http.Transport)
	if !ok {
		t.Fatal("the test server's client has another transport")
	}
	transport = transport.Clone()
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", c.socket)
	}
	c.client = &http.Client{Transport: transport}
	t.Cleanup(func() { c.end(t, os.Interrupt) })
	return c
}

func (c *collector) start(t *testing.T) {
	t.Helper()
	_ = os.Remove(c.socket) // a process that was killed leaves it
	// It outlives the part of the test that starts it.
	c.cmd = exec.CommandContext(context.WithoutCancel(t.Context()), c.program, "--config", "file:../../docs/collector.yaml", //nolint:gosec // a test's own program
		"--config", "yaml:receivers::otlp::protocols::http::transport: unix", "--config", "yaml:service::telemetry::metrics::level: none")
	log, err := c.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready, ended := make(chan struct{}), make(chan struct{})
	c.ended = ended
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(log); lines.Scan(); {
			switch line := lines.Text(); {
			case strings.Contains(line, "Everything is ready"):
				close(ready)
			case strings.Contains(line, "\terror\t"), strings.Contains(line, "Exporting failed"):
				c.logf("Collector: %.1500s", line)
			}
		}
		_ = c.cmd.Wait()
	}()
	select {
	case <-ready:
	case <-ended:
		t.Fatal("the Collector ended before it was ready")
	}
}

// end ends the process by a signal, and waits.
func (c *collector) end(t *testing.T, signal os.Signal) {
	t.Helper()
	c.client.CloseIdleConnections()
	if c.cmd == nil {
		return
	}
	c.logf("the Collector used %s of memory at most", fleet.Memory(c.cmd.Process.Pid))
	if err := c.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	<-c.ended
	c.cmd = nil
}
