package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// inside is the first argument of the process that is cut off already.
const inside = "-inside"

func main() {
	// Linux ends a child when the thread that started it ends.
	runtime.LockOSThread()
	args := os.Args[1:]
	var err error
	switch {
	case len(args) > 1 && args[0] == inside:
		err = runInside(args[1:])
	case len(args) > 0:
		err = run(args)
	default:
		err = errors.New("which program? Use it as go test -exec sandbox")
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		os.Exit(exit.ExitCode()) // the program has said what is wrong
	default:
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		os.Exit(1)
	}
}

// run runs a program in directories of its own, cut off from the network.
func run(args []string) (err error) {
	home, err := newHome()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, home.remove()) }()
	env, err := home.environ()
	if err != nil {
		return err
	}
	cmd := exec.Command(args[0], args[1:]...)
	if !mayDownload() {
		if cmd, err = isolated(args); err != nil {
			return err
		}
	}
	cmd.Env = env
	if err := attached(cmd); err != nil {
		return err
	}
	return home.check()
}

// attached runs a command as if it were this process: with its input and output,
// and with its signals, which the go command sends to a test that hangs.
func attached(cmd *exec.Cmd) error {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	stop := forward(cmd.Process)
	defer stop()
	return cmd.Wait()
}
