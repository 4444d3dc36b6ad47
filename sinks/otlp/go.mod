module github.com/optin-go/optin/sinks/otlp

go 1.25.0

require (
	github.com/optin-go/optin/internal v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
	google.golang.org/protobuf v1.36.12
)

require github.com/optin-go/optin/redact v0.1.0 // indirect
