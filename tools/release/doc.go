// Command release releases the modules of this repository. It finds those that
// changed since their last tag, numbers them by their changelogs, tests each as its
// users get it, and makes one commit with one tag for each module.
//
//	go run ./tools/release plan    # what would be released
//	go run ./tools/release check   # all of it, except that nothing is kept
//	go run ./tools/release tag     # the commit and its tags
//
// It works on the checked-out commit, in a worktree of its own, and moves the branch
// when all is done. It never pushes: tag prints the command that does.
//
// # Versions
//
// The first release is v0.1.0. Then the section "Unreleased" of a module's changelog
// decides: "Added", "Changed" or "Removed" ask for a minor version, anything else for
// a patch. gorelease refuses a version that is too low for what the code exports.
// A released module requires the newest version of each sibling. Tests, testdata and
// the changelog alone are no reason for a release.
//
// # Interruption
//
// Before the branch moves, an interrupted run leaves nothing but a temporary
// directory: run it again. After that, tags may be missing. This takes the release
// back, and the next run makes it anew:
//
//	git tag --points-at HEAD | xargs -r git tag --delete
//	git reset --keep HEAD~
//
// # Exit code
//
// 0: done, or nothing to release. 1: refused, or failed. 2: wrong use.
package main
