// Command graph draws the graph of the published modules: who requires whom, and
// what each requires of third parties.
//
//	go run ./tools/graph          # write docs/modules.svg and docs/modules.mmd
//	go run ./tools/graph -check   # only say whether they are up to date
//
// An arrow that others imply is left out: who requires consent gets telemetry with
// it. The same go.mod files give the same bytes on every machine.
package main
