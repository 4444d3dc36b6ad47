module github.com/optin-go/optin/sinks/posthog

go 1.25.0

require (
	github.com/optin-go/optin/internal v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
)

require github.com/optin-go/optin/redact v0.1.0 // indirect
