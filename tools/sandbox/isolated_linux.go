package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// isolated returns the command that runs this program again, as [runInside], with
// a network of its own.
//
// Root makes a network without a user namespace: there, tests that start programs
// as other users would find no other users.
func isolated(args []string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	alone := []*syscall.SysProcAttr{{Cloneflags: syscall.CLONE_NEWNET}, {
		Cloneflags:  syscall.CLONE_NEWNET | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}},
		// A user other than root keeps this one over exec; see runInside.
		AmbientCaps: []uintptr{unix.CAP_NET_ADMIN},
	}}
	var failed error
	for _, attr := range alone {
		attr.Pdeathsig = syscall.SIGKILL
		probe := exec.Command(self, inside, "true")
		probe.SysProcAttr = attr
		out, err := probe.CombinedOutput()
		if err == nil {
			cmd := exec.Command(self, append([]string{inside}, args...)...)
			cmd.SysProcAttr = attr
			return cmd, nil
		}
		failed = errors.Join(failed, fmt.Errorf("%w %s", err, out))
	}
	return nil, fmt.Errorf("Linux gives this user no network of its own, without which tests could reach others; "+
		"run it as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000, "+
		"and on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0):\n%w", failed)
}

// runInside runs a program in the network that this process has for itself.
func runInside(args []string) error {
	if err := loopbackUp(); err != nil {
		return fmt.Errorf("switching loopback on: %w", err)
	}
	// The tests have no more rights than usual.
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return fmt.Errorf("giving up rights: %w", err)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := attached(cmd); err != nil {
		return err
	}
	n, err := strays()
	if err == nil && n > 0 {
		err = fmt.Errorf("the tests tried %d times to reach another machine; nothing but this one's loopback may be reached", n)
	}
	return err
}

// loopbackUp switches the loopback interface of this process's network on, which
// gives it its addresses too.
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(fd) }()
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo)
}
