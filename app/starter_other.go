//go:build !unix && !windows

package app

import "syscall"

// detached changes nothing: there are no sessions here.
func detached() *syscall.SysProcAttr { return nil }

// isElevated returns false: it cannot be told here.
func isElevated() bool { return false }

// yield does nothing: there are no priorities.
func yield() {}

// letGo does nothing: a process inherits only what it is given.
func letGo() {}
