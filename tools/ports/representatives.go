package main

import "strings"

// representatives returns one port of each operating system, the first that is
// listed, and the first Linux of 32 bits, whose integers and alignment differ.
func representatives(ports []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, port := range ports {
		goos, goarch, _ := strings.Cut(port, "/")
		kind := goos
		if goos == "linux" && (goarch == "386" || goarch == "arm") {
			kind = "linux, 32 bits"
		}
		if !seen[kind] {
			seen[kind] = true
			out = append(out, port)
		}
	}
	return out
}
