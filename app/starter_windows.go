package app

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// detached keeps the sender from opening a window and from getting this
// console's Ctrl-C. With DETACHED_PROCESS, its own children would open a
// window.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		HideWindow:    true,
		CreationFlags: windows.CREATE_NO_WINDOW | windows.CREATE_NEW_PROCESS_GROUP,
	}
}

// isElevated returns false: Windows has no set-user-ID programs.
func isElevated() bool { return false }

// yield lowers the priority of the sender.
func yield() {
	_ = windows.SetPriorityClass(windows.CurrentProcess(), windows.BELOW_NORMAL_PRIORITY_CLASS)
}

// letGo does nothing: a process inherits only what it is given.
func letGo() {}
