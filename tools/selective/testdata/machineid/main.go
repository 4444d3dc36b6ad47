// Command main derives a machine ID, and prints what is the same on every machine.
package main

import (
	"fmt"

	"github.com/optin-go/optin/machineid"
)

func main() {
	id := machineid.Derive("mytool.telemetry.v1")
	fmt.Println(len(id), id == machineid.Derive("mytool.telemetry.v1"), id == machineid.Derive("other"))
}
