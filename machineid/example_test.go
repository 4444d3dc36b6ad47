package machineid_test

import (
	"fmt"

	"github.com/optin-go/optin/machineid"
)

func ExampleDerive() {
	id := machineid.Derive("mytool.telemetry.v1")
	fmt.Println("digits:", len(id))
	fmt.Println("same again:", id == machineid.Derive("mytool.telemetry.v1"))
	fmt.Println("same for a new salt:", id == machineid.Derive("mytool.telemetry.v2"))
	// Output:
	// digits: 64
	// same again: true
	// same for a new salt: false
}
