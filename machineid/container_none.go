//go:build android || !(freebsd || linux || windows)

package machineid

// inContainer says no: where there is an ID here, it is a machine's.
func inContainer() (yes, sure bool) { return false, true }
