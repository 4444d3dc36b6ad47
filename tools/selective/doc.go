// Package selective tests what users of a single module get: it fetches each
// published module alone into an empty one, from a module proxy made of the
// working tree, builds a program with it, and compares the whole module graph
// with the reviewed list in testdata.
//
// After a change that is meant to alter a graph, write the lists anew with
//
//	go test ./tools/selective -update
package selective
