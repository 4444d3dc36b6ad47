// Command otel records its run with OpenTelemetry's SDK, which delivers it before the
// end.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
)

func main() {
	fmt.Println("deployed")
	ctx := context.Background()
	exporter, err := otlploghttp.New(ctx, otlploghttp.WithEndpointURL(os.Getenv("ENDPOINT")+"/v1/logs"))
	if err != nil {
		return
	}
	provider := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewBatchProcessor(exporter)))
	var r log.Record
	r.SetTimestamp(time.Now())
	r.SetEventName("command.invoke")
	r.AddAttributes(attribute.String("command", "deploy"), attribute.String("outcome", "ok"), attribute.String("took", "<1s"))
	provider.Logger("mytool").Emit(ctx, r)
	_ = provider.Shutdown(ctx)
}
