module github.com/optin-go/optin/bench

go 1.26.0

require (
	github.com/optin-go/optin/catalog v0.1.0
	github.com/optin-go/optin/sinks/file v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
	github.com/rs/zerolog v1.35.1
	go.uber.org/zap v1.28.0
	gopkg.in/natefinch/lumberjack.v2 v2.2.1
)

require (
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/optin-go/optin/internal v0.1.0 // indirect
	github.com/optin-go/optin/redact v0.1.0 // indirect
	go.uber.org/multierr v1.10.0 // indirect
	golang.org/x/sys v0.29.0 // indirect
)
