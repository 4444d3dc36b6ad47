package app

import (
	_ "github.com/optin-go/optin/consent"
	_ "github.com/optin-go/optin/machineid"
	_ "github.com/optin-go/optin/sinks/file"
	_ "golang.org/x/sys/cpu"
	_ "golang.org/x/term"
)
