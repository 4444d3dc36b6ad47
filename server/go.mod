module github.com/optin-go/optin/server

go 1.25.0

require (
	github.com/optin-go/optin/internal v0.1.0
	github.com/optin-go/optin/sinks/http v0.1.0
	github.com/optin-go/optin/sinks/otlp v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
	golang.org/x/crypto v0.54.0
	google.golang.org/protobuf v1.36.12
	modernc.org/sqlite v1.59.0
)

require (
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.0.0 // indirect
	github.com/optin-go/optin/redact v0.1.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	golang.org/x/sys v0.47.0 // indirect
	modernc.org/libc v1.75.7 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
