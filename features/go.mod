module github.com/optin-go/optin/features

go 1.26.0

require (
	github.com/cucumber/godog v0.15.1
	github.com/gkampitakis/go-snaps v0.5.25
	github.com/optin-go/optin/adapters/cobra v0.1.0
	github.com/optin-go/optin/app v0.1.0
	github.com/optin-go/optin/catalog v0.1.0
	github.com/optin-go/optin/consent v0.1.0
	github.com/optin-go/optin/machineid v0.1.0
	github.com/optin-go/optin/redact v0.1.0
	github.com/optin-go/optin/sinks/file v0.1.0
	github.com/optin-go/optin/sinks/http v0.1.0
	github.com/optin-go/optin/sinks/memory v0.1.0
	github.com/optin-go/optin/sinks/otlp v0.1.0
	github.com/optin-go/optin/sinks/spool v0.1.0
	github.com/optin-go/optin/telemetry v0.1.0
	github.com/spf13/cobra v1.10.2
)

require (
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/cucumber/gherkin/go/v26 v26.2.0 // indirect
	github.com/cucumber/messages/go/v21 v21.0.1 // indirect
	github.com/denisbrodbeck/machineid v1.0.1 // indirect
	github.com/gkampitakis/ciinfo v0.3.4 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/gofrs/uuid v4.3.1+incompatible // indirect
	github.com/hashicorp/go-immutable-radix v1.3.1 // indirect
	github.com/hashicorp/go-memdb v1.3.4 // indirect
	github.com/hashicorp/golang-lru v0.5.4 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/kr/pretty v0.3.1 // indirect
	github.com/kr/text v0.2.0 // indirect
	github.com/maruel/natural v1.3.0 // indirect
	github.com/optin-go/optin/internal v0.1.0 // indirect
	github.com/rogpeppe/go-internal v1.13.1 // indirect
	github.com/sergi/go-diff v1.4.0 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	github.com/tidwall/gjson v1.19.0 // indirect
	github.com/tidwall/match v1.1.1 // indirect
	github.com/tidwall/pretty v1.2.1 // indirect
	github.com/tidwall/sjson v1.2.5 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/term v0.45.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)

tool github.com/optin-go/optin/features/cmd/godog
