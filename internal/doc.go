// Package internal is the root of the code that optin's modules share and their
// users must not see. Each package holds one thing, imports the standard
// library alone, and knows nothing of events:
//
//   - kernellock: locks that end with their holder
//   - ownfile: opening, reading, renaming and removing the current user's files
//   - owndir: making, checking, listing and syncing private directories
//   - atomicfile: replacing a file as a whole
//   - linefile: appending lines to a file that other processes append to
//   - lines: reading lines in bounded memory
//   - rotated: the names of a file that is rotated
//   - faulttest: making one system call of a program fail, for tests
//   - leaktest: finding leaked goroutines, for tests
//   - roletest: a test's binary as other processes, for tests
//   - tooltest: a test's binary as a command-line tool, in a home and a terminal
//   - wholetest: which tests "go test work" leaves to .ci/run
//   - poster: posting bodies over HTTP, and interpreting the answers
//
// The module is tagged and released as its siblings are, because they need it. It
// is nobody's API: any version may change any of it.
package internal
