module github.com/optin-go/optin/integration/fleet

go 1.26.0

require (
	github.com/optin-go/optin/sinks/otlp v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
)

require (
	github.com/optin-go/optin/internal v0.1.0 // indirect
	github.com/optin-go/optin/redact v0.1.0 // indirect
)
