// Command otelcol is a Collector that can run docs/collector.yaml, for tests that
// want it as a process of its own.
package main

import (
	"os"

	"go.opentelemetry.io/collector/otelcol"

	"github.com/optin-go/optin/integration/collector"
)

func main() {
	if err := otelcol.NewCommand(collector.Settings()).Execute(); err != nil {
		os.Exit(1)
	}
}
