//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package app

import (
	"context"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// isForeground reports whether f is the terminal of this process, and this
// process not a job in its background: the kernel would stop one that reads.
func isForeground(f *os.File) bool {
	group, err := foregroundGroup(int(f.Fd()))
	return err == nil && group == unix.Getpgrp()
}

// isByLine reports whether the terminal f hands over what is typed line by line.
// If not, somebody else has changed that, such as a pager that shows the tool's
// output and waits for keys.
func isByLine(f *os.File) bool {
	settings, err := unix.IoctlGetTermios(int(f.Fd()), getTermios)
	return err == nil && settings.Lflag&unix.ICANON != 0
}

// hasInput reports whether a line can be read from f now, or never.
func hasInput(f *os.File) bool {
	ready, err := selectRead(&unix.Timeval{}, f)
	return err != nil || ready
}

// waitInput returns nil when something can be read from f, and the cause of ctx
// when that has ended. It leaves nothing behind that might read later: what is
// typed next is for another program.
func waitInput(ctx context.Context, f *os.File) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if hasInput(f) {
		return nil
	}
	ended, end, err := os.Pipe()
	if err != nil {
		return err
	}
	defer ended.Close()
	defer end.Close()
	stop := context.AfterFunc(ctx, func() { _ = end.Close() })
	defer stop()
	_, err = selectRead(nil, f, ended)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// selectRead waits until one of files can be read, at most for the time in limit.
// poll does not know terminals on every system.
func selectRead(limit *unix.Timeval, files ...*os.File) (bool, error) {
	for {
		var set unix.FdSet
		highest := 0
		for _, f := range files {
			fd := int(f.Fd())
			if fd >= unix.FD_SETSIZE {
				return false, errors.New("too many files are open")
			}
			set.Set(fd)
			highest = max(highest, fd)
		}
		n, err := unix.Select(highest+1, &set, nil, nil, limit)
		if !errors.Is(err, unix.EINTR) {
			return n > 0, err
		}
	}
}

// interrupts are the signals that end the question and not the tool, whose
// command has succeeded: Ctrl-C, Ctrl-\, the loss of the terminal, and somebody who
// wants the process to end.
func interrupts() []os.Signal {
	return []os.Signal{os.Interrupt, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGTERM}
}
