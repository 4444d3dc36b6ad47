// Package selective tests what users of a single module get.
//
// It rehearses a release: the release command tags a scratch clone of the working
// tree, and the tags become a module proxy. An empty module then fetches each published
// module alone and runs its examples. It builds a program that links what a tool calls,
// again from a vendor directory with the network off, and compares the module graph, the
// packages linked and the size with the reviewed list in testdata. A second release shows
// which versions users get who ask for older ones.
//
// After a change that is meant to alter a list, write the lists anew with
//
//	go test ./tools/selective -update
package selective
