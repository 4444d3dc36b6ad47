//go:build darwin && !ios

package machineid

import "github.com/optin-go/optin/machineid/internal/ioreg"

func sources() []source {
	return []source{ioreg.PlatformUUID}
}
