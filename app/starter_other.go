//go:build !unix && !windows

package app

import "syscall"

// detached changes nothing: there are no sessions.
func detached() *syscall.SysProcAttr { return nil }

// isElevated returns false: it cannot be told here.
func isElevated() bool { return false }

// yield does nothing: there are no priorities.
func yield() {}

// letGo does nothing: a process inherits what it is given, and no more.
func letGo() {}
