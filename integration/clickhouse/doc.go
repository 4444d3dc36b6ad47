// Package clickhouse holds tests of the documented pipeline: events sent to the
// Collector, its ClickHouse exporter, ClickHouse, and optin-server's pages over it.
package clickhouse
