// Package frameworks has a small tool for each way to parse a command line, with
// telemetry: one directory each.
package frameworks
