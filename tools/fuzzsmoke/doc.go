// Command fuzzsmoke runs every fuzz target of the workspace, each with a few
// inputs, so that a target that fails at once is found without anybody fuzzing. It
// finds the targets by reading the tests: a new one needs no entry anywhere.
//
//	go run ./tools/fuzzsmoke -inputs 20000
//	go run ./tools/fuzzsmoke -list
package main
