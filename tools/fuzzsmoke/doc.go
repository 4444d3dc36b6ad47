// Command fuzzsmoke runs every fuzz target of the workspace, each for a short
// time, so that a target that fails at once is found without anybody fuzzing. It
// finds the targets by reading the tests: a new one needs no entry anywhere.
//
//	go run ./tools/fuzzsmoke -time 5s
//	go run ./tools/fuzzsmoke -list
package main
