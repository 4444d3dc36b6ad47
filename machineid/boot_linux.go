//go:build linux && !android

package machineid

import "strings"

// bootID returns the kernel's random ID of this boot, or "". Containers see that of
// the machine on which they run.
func bootID() string {
	id, _ := readFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(id)
}
