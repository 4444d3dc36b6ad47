// Command main stores a decision and reads it back.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/consent"
)

func main() {
	path := filepath.Join(os.Getenv("CONSUMER_DIR"), "consent.toml")
	err := consent.Write(path, consent.Consent{State: consent.Disabled})
	decision, readErr := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: func(string) (string, bool) { return "", false }}.Resolve()
	fmt.Println(err, readErr, decision.Policy == consent.Disabled.Policy(), decision.Reason())
}
