// Package clickhouse holds tests that ask the server's questions of ClickHouse.
package clickhouse
