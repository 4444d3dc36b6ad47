package machineid

import "syscall"

// inContainer reports whether this is a jail: jails may share their host's ID.
func inContainer() (yes, sure bool) {
	jailed, err := syscall.SysctlUint32("security.jail.jailed")
	return err == nil && jailed != 0, true
}
