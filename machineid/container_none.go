//go:build android || !(freebsd || linux || windows)

package machineid

// inContainer returns false: where there is an ID here, it is a machine's.
func inContainer() bool { return false }
