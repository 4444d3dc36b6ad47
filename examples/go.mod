module github.com/optin-go/optin/examples

go 1.26.0

require (
	github.com/optin-go/optin/catalog v0.1.0
	github.com/optin-go/optin/sinks/file v0.1.0
	github.com/optin-go/optin/sinks/http v0.1.0
	github.com/optin-go/optin/sinks/memory v0.1.0
	github.com/optin-go/optin/sinks/otlp v0.1.0
	github.com/optin-go/optin/sinks/spool v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
	github.com/optin-go/optin/telemetrycmd v0.1.0
	github.com/spf13/cobra v1.10.2
)

require (
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/adrg/xdg v0.5.3 // indirect
	github.com/denisbrodbeck/machineid v1.0.1 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/optin-go/optin/consent v0.1.0 // indirect
	github.com/optin-go/optin/machineid v0.1.0 // indirect
	github.com/optin-go/optin/redact v0.1.0 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/term v0.45.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)
