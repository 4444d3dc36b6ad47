//go:build android || ios || !(darwin || freebsd || linux || windows)

package machineid

// sources is empty: these systems keep no machine ID that a program may read
// without asking.
func sources() []source {
	return nil
}
