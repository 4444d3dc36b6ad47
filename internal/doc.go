// Package internal is the root of what optin's modules share and their users
// must not see. Its packages each hold one thing, import the standard library
// alone, and know nothing of events:
//
//   - kernellock: locks that end with their holder
//   - ownfile: opening, reading, renaming and removing files of this user's own
//   - owndir: making, checking, listing and syncing private directories
//   - atomicfile: replacing a file as a whole
//   - linefile: appending lines to a file that other processes append to
//   - lines: reading lines in bounded memory
//   - rotated: the names of a file that is rotated
//   - faulttest: programs of which one system call fails, for tests
//   - leaktest: goroutines that were left, for tests
//   - roletest: a test's binary as other processes, for tests
//   - tooltest: a test's binary as a command-line tool, in a home and a terminal
//   - wholetest: which tests "go test work" leaves to .ci/run
//   - poster: posting bodies, and what the answers mean
//
// The module is tagged and released as its siblings are, because they need it. It
// is nobody's API: any version may change any of it.
package internal
