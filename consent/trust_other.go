//go:build !unix

package consent

import (
	"io/fs"

	"github.com/optin-go/optin/internal/ownfile"
)

// Owners and modes say nothing here.

func checkTrust(string, ownfile.Meta) error { return nil }
func checkNew(fs.FileInfo) error            { return nil }
func checkDirectories(string) error         { return nil }
