// Command main links what can be imported.
package main

import (
	_ "github.com/optin-go/optin/sinks/posthog"
)

func main() {}
