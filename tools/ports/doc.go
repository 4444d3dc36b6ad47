// Command ports builds every published package for every port that the Go
// release supports, without C, and reports each port that fails.
//
//	go run ./tools/ports                  # all of "go tool dist list"
//	go run ./tools/ports -quick           # one of each operating system
//	go run ./tools/ports js/wasm aix/ppc64
//
// It shows that the packages compile, not that they work there.
package main
