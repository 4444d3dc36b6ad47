package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// child is the role of a process that writes with a lineWriter to a file. It reads how
// many events to write, a number a line, and answers each with a line.
type child struct{ Writer, Path string }

const childVariable = "BENCH_CHILD"

// runChild plays the role that the environment gives this process, if there is one.
func runChild() (bool, error) {
	role := os.Getenv(childVariable)
	if role == "" {
		return false, nil
	}
	var c child
	if err := json.Unmarshal([]byte(role), &c); err != nil {
		return true, err
	}
	for _, w := range fileWriters() {
		if w.name != c.Writer {
			continue
		}
		workers, err := w.open(c.Path, "")
		if err != nil {
			return true, err
		}
		do := workers()
		for {
			var n int
			if _, err := fmt.Scanln(&n); errors.Is(err, io.EOF) {
				return true, nil
			} else if err != nil {
				return true, err
			}
			if err := do(n); err != nil {
				return true, err
			}
			fmt.Println("done")
		}
	}
	return true, errors.New("there is no writer " + c.Writer)
}

// startChildren returns a contender that shares its calls among processes.
func startChildren(processes int, c child) (contender, error) {
	role, err := json.Marshal(c)
	if err != nil {
		return contender{}, err
	}
	type process struct {
		in  io.WriteCloser
		out *bufio.Reader
		cmd *exec.Cmd
	}
	var all []process
	closeAll := func() {
		for _, p := range all {
			_ = p.in.Close()
			_ = p.cmd.Wait()
		}
	}
	for range processes {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childVariable+"="+string(role))
		cmd.Stderr = os.Stderr
		in, inErr := cmd.StdinPipe()
		out, outErr := cmd.StdoutPipe()
		if err := errors.Join(inErr, outErr, cmd.Start()); err != nil {
			closeAll()
			return contender{}, err
		}
		all = append(all, process{in, bufio.NewReader(out), cmd})
	}
	do := func(n int) error {
		for i, p := range all {
			share := n / processes
			if i < n%processes {
				share++
			}
			if _, err := fmt.Fprintln(p.in, share); err != nil {
				return err
			}
		}
		for _, p := range all {
			if _, err := p.out.ReadString('\n'); err != nil {
				return err
			}
		}
		return nil
	}
	return contender{c.Writer, do, closeAll}, nil
}
