package main

import (
	"errors"
	"os"
	"strconv"
	"strings"
)

var errNotCounted = errors.New("the kernel does not count what it has no route for")

// strays returns how often something in this process's network was to leave it:
// the kernel counts what it has no route for.
func strays() (int, error) {
	v4, err := os.ReadFile("/proc/self/net/snmp")
	if err != nil {
		return 0, err
	}
	n, err := noRoutes4(string(v4))
	if err != nil {
		return 0, err
	}
	v6, err := os.ReadFile("/proc/self/net/snmp6")
	if os.IsNotExist(err) {
		return n, nil // a kernel without version 6
	}
	if err != nil {
		return 0, err
	}
	n6, err := noRoutes6(string(v6))
	return n + n6, err
}

// noRoutes4 reads the counter of version 4: a line of names, and one of values.
func noRoutes4(text string) (int, error) {
	var names []string
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != "Ip:" {
			continue
		}
		if names == nil {
			names = fields
			continue
		}
		for i, name := range names {
			if name == "OutNoRoutes" && i < len(fields) {
				return strconv.Atoi(fields[i])
			}
		}
	}
	return 0, errNotCounted
}

// noRoutes6 reads the counter of version 6: a name and a value on each line.
func noRoutes6(text string) (int, error) {
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == "Ip6OutNoRoutes" {
			return strconv.Atoi(fields[1])
		}
	}
	return 0, errNotCounted
}
