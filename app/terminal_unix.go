//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package app

import (
	"context"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// isForeground reports whether f is this process's terminal and the process is
// in its foreground. The kernel would stop a background process that reads.
func isForeground(f *os.File) bool {
	group, err := foregroundGroup(int(f.Fd()))
	return err == nil && group == unix.Getpgrp()
}

// isByLine reports whether the terminal f delivers input line by line. If not,
// another program has changed its mode, such as a pager that shows the tool's
// output.
func isByLine(f *os.File) bool {
	settings, err := unix.IoctlGetTermios(int(f.Fd()), getTermios)
	return err == nil && settings.Lflag&unix.ICANON != 0
}

// hasInput reports whether a read from f would return at once, with a line or
// at the end of the input.
func hasInput(f *os.File) bool {
	ready, err := selectRead(&unix.Timeval{}, f)
	return err != nil || ready
}

// restIsThere is false: the rest of a line is waited for, as the end of the input may
// come within it.
const restIsThere = false

// waitInput returns nil when f can be read, and the cause of ctx when ctx has
// ended. It leaves no pending read behind, which would steal the next program's
// input.
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

// selectRead waits until one of files can be read, for at most limit. It uses
// select because poll does not support terminals on every system.
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

// interrupts are the signals that end the question but not the tool, whose command
// has succeeded: Ctrl-C, Ctrl-\, hang-up and termination.
func interrupts() []os.Signal {
	return []os.Signal{os.Interrupt, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGTERM}
}
