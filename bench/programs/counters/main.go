// Command counters counts its run with golang.org/x/telemetry, in a file that is mapped
// into memory. Nothing is delivered, unless by the go command.
package main

import (
	"fmt"

	"golang.org/x/telemetry/counter"
)

func main() {
	counter.Open()
	fmt.Println("deployed")
	counter.Inc("mytool/command:deploy")
}
