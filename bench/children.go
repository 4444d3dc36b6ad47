package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
)

// role is what a process of this program does that another one started.
type role struct {
	Writer, Deliverer, Backlog string // which of these it is, by its name
	Path, URL                  string
	Events                     int
}

const roleVariable = "BENCH_ROLE"

// playRole plays the role that the environment gives this process, if there is one.
func playRole() (bool, error) {
	text := os.Getenv(roleVariable)
	if text == "" {
		return false, nil
	}
	var r role
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return true, err
	}
	switch {
	case r.Deliverer != "":
		return true, playDeliverer(r)
	case r.Backlog != "":
		return true, playBacklog(r)
	}
	return true, playWriter(r)
}

// playWriter reads how many events to write, a number a line, and answers each with a
// line.
func playWriter(r role) error {
	i := slices.IndexFunc(fileWriters(), func(w lineWriter) bool { return w.name == r.Writer })
	if i < 0 {
		return errors.New("there is no writer " + r.Writer)
	}
	workers, err := fileWriters()[i].open(r.Path, "")
	if err != nil {
		return err
	}
	do := workers()
	for {
		var n int
		if _, err := fmt.Scanln(&n); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := do(n); err != nil {
			return err
		}
		fmt.Println("done")
	}
}

// startChildren returns a contender that shares its calls among processes.
func startChildren(processes int, r role) (contender, error) {
	text, err := json.Marshal(r)
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
		cmd.Env = append(os.Environ(), roleVariable+"="+string(text))
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
	return contender{r.Writer, do, closeAll}, nil
}
