// Package api tests that each published module's exported API is the reviewed
// one, which the directory api at the repository's root holds: a file for each
// module, with one declaration a line.
//
// After a change that is meant to alter an API, write the files anew, and look at
// the difference:
//
//	go test ./tools/api -update
//
// The snapshot is of linux/amd64. It is every port's, because a file that is built
// on some ports only may not declare anything exported.
package api
