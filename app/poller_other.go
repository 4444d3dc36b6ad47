//go:build !unix

package app

// startPoller returns true: the runtime's poller needs no descriptors here.
func startPoller() bool { return true }
