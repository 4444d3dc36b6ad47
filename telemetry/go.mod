module github.com/optin-go/optin/telemetry

go 1.25.0

require github.com/optin-go/optin/redact v0.1.0
