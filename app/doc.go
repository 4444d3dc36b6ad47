// Package app is telemetry in one command-line tool, whatever parses its command
// line: it decides, asks, records each run, queues, delivers, and is what
// `mytool telemetry …` does.
package app
