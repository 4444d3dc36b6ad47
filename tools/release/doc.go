// Command release releases the modules of this repository: it works out which of
// them changed since their last tag and by how much, refuses what users should not
// get, and makes one commit and a tag for each module.
//
//	go run ./tools/release plan            # what would be released, and why
//	go run ./tools/release check           # whether it may be
//	go run ./tools/release tag --dry-run   # all of it, except that nothing is kept
//	go run ./tools/release tag
//
// It works on the commit that is checked out, in a checkout of its own inside the
// git directory, and moves the branch when all is done. It never pushes: tag ends
// by printing the commands that do, the modules that others require first.
//
// # Versions
//
// A module's first release is v0.1.0. After that a change of what its packages export
// decides: one that breaks callers asks for a new minor version at v0 and a new
// major version later, an addition for a new minor version, anything else for a patch.
// Tests, testdata and the changelog are no reason for a release. A module that
// is released requires the newest version of each sibling, since these are what it was
// tested with; a module is not released because a sibling is.
//
// # Interruption
//
// Until there is a release commit nothing is changed that the next run does not
// remove. From then on, until the branch has it, the ref refs/release/pending names it:
// the next run moves the branch there. The commit names its tags, so that a run that
// finds one of them missing makes it, on that commit, and does nothing else.
//
// # Exit code
//
// 0: done, or nothing to release. 1: refused, or failed. 2: wrong use.
package main
