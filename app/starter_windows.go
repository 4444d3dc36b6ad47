package app

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// detached keeps the second process from opening a window and from getting this
// console's Ctrl-C. With DETACHED_PROCESS its own children would open one.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		HideWindow:    true,
		CreationFlags: windows.CREATE_NO_WINDOW | windows.CREATE_NEW_PROCESS_GROUP,
	}
}

// isElevated returns false: programs here do not run with the rights of their file's
// owner.
func isElevated() bool { return false }

// yield lowers the priority of a second process.
func yield() {
	_ = windows.SetPriorityClass(windows.CurrentProcess(), windows.BELOW_NORMAL_PRIORITY_CLASS)
}

// letGo does nothing: a process inherits what it is given, and no more.
func letGo() {}
