//go:build !unix && !windows

package consent

const configDir = ".config"

// userHome returns "": there is no user database here.
func userHome() string { return "" }
