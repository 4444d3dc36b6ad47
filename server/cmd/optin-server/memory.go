package main

import (
	"os"
	"runtime/debug"
)

// memoryLimit is the heap at which the runtime collects garbage rather than grow. The
// door takes no more bytes at once than fit below it.
const memoryLimit = 80 << 20

// boundMemory sets the limit, unless the variable of the Go runtime does.
func boundMemory() {
	if _, set := os.LookupEnv("GOMEMLIMIT"); !set {
		debug.SetMemoryLimit(memoryLimit)
	}
}
