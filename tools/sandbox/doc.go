// Command sandbox runs a test program where it can do no harm, and fails if the
// program tried to.
//
//	go build -o /tmp/sandbox ./tools/sandbox
//	go test -exec /tmp/sandbox work
//
// The program gets a home, a temporary and all other directories of the user of
// its own, empty ones. A file that is left in them when it has succeeded is a
// failure, which names the file. On Linux the program also has no network but this
// machine's loopback, and a packet that had nowhere else to go is a failure too,
// even if the program took no notice: tests reach nobody. The few packages that
// must download modules are listed, with the reason; they keep the network.
//
// The go command still finds its caches, and its own statistics are off; but it
// reuses no results of tests that it runs through another program. Linux
// gives a network of its own to root, and to others if it lets them make user
// namespaces; if it does not, sandbox says so and runs nothing.
package main
