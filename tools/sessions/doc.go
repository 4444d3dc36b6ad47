// Package sessions runs the documentation. Every command that README.md, the
// pages in docs and those of the examples show in a block marked "console" is run
// by this package's test, in the order of the page, and must print what the page
// says:
//
//	$ greet hello Ada
//	Hello, Ada!
//
// What begins with "$ " is a command, for sh. A line that ends in a backslash goes
// on in the next one. A command that ends in "&" stays in the background until
// the page ends; what it prints is not compared. A line "…" stands for any number of lines.
// What differs from run to run, such as times and IDs, is replaced on both sides.
//
// Each page has an empty home directory of its own, and begins in it. Comments in
// the page say the rest:
//
//	<!-- in: repository -->      the page's commands run in the repository's root
//	<!-- file: main.go -->       the next block is the content of this file
//	<!-- listens: 8321 -->       a server will listen on this port of this machine; the test takes a free one
//	<!-- needs: strace -->       the next block needs this program, and is left out without it; .ci/run installs it
//	<!-- not run: why -->        the next block is not run, for this reason
//
// After a change that is meant:
//
//	go test ./tools/sessions -update
package sessions
