// Command notes says what a tag releases, for the workflow that publishes it.
//
//	go run ./tools/notes sinks/file/v0.1.0               # the changelog's section
//	go run ./tools/notes -dir sinks/file/v0.1.0          # sinks/file
//	go run ./tools/notes -prerelease sinks/file/v0.1.0   # false
//	go run ./tools/notes -zip m.zip sinks/file/v0.1.0    # write what users download
//
// It refuses a tag that is not a version of a published module, and one whose
// changelog does not speak of that version.
package main
