//go:build !linux || android

package machineid

// bootID returns "": there is none here.
func bootID() string { return "" }
