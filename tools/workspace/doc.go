// Command workspace writes go.work: the modules that it has, and a replace line for
// each version of one that another requires. It drops any other line.
//
// A use line alone does not spare the go command from asking for the published
// go.mod of a required sibling, which does not exist before its release. The
// lines live in go.work and never in a go.mod: there "go get" ignores them,
// "go install" refuses them, and they hide a wrong version until a user meets it.
//
//	go run ./tools/workspace          # write go.work
//	go run ./tools/workspace -check   # only say whether it is up to date
//
// While a line is missing, the go command runs nothing in the workspace. This runs
// nevertheless:
//
//	GOWORK=off go -C tools run ./workspace
//
// It also writes, somewhere else, a workspace of the published modules alone, to
// build them with the previous Go release, which the others do not support:
//
//	go run ./tools/workspace -published /tmp/go.work
//	GOWORK=/tmp/go.work GOTOOLCHAIN=go1.25.0 go test work
package main
