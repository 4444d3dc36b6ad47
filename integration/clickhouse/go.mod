module github.com/optin-go/optin/integration/clickhouse

go 1.26.0

require (
	github.com/ClickHouse/ch-go v0.73.0
	github.com/ClickHouse/clickhouse-go/v2 v2.47.0
	github.com/chdb-io/chdb-go v1.11.0
	github.com/optin-go/optin/integration/fleet v0.0.0
	github.com/optin-go/optin/telemetry v0.1.0
)
