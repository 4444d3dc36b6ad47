package main

import (
	"os"
	"path/filepath"

	"github.com/optin-go/optin/tools/internal/repository"
)

// online is which packages keep the network, by their directory, and why.
var online = map[string]string{
	"tools/selective": "plays users, who download modules of others from the module proxy",
	"tools/sessions":  "follows the documentation, which does the same",
}

// mayDownload reports whether the package in whose directory this process was
// started, as the go command does it, keeps the network.
func mayDownload() bool {
	root, err := repository.Root()
	if err != nil {
		return false
	}
	dir, err := os.Getwd()
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(root, dir)
	return err == nil && online[filepath.ToSlash(rel)] != ""
}
