module github.com/optin-go/optin/integration/longrun

go 1.26.0

require (
	github.com/optin-go/optin/app v0.1.0
	github.com/optin-go/optin/catalog v0.1.0
	github.com/optin-go/optin/sinks/file v0.1.0
	github.com/optin-go/optin/sinks/http v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
)

require (
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/denisbrodbeck/machineid v1.0.1 // indirect
	github.com/optin-go/optin/consent v0.1.0 // indirect
	github.com/optin-go/optin/internal v0.1.0 // indirect
	github.com/optin-go/optin/machineid v0.1.0 // indirect
	github.com/optin-go/optin/redact v0.1.0 // indirect
	github.com/optin-go/optin/sinks/spool v0.1.0 // indirect
)
