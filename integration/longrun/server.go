package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

// server is a real optin-server, which can be killed and started again.
type server struct {
	exe, data, address string
	declaration        string // what the tool records, as a file
	cmd                *exec.Cmd
	errors             *os.File
}

// buildServer builds optin-server of this repository.
func buildServer(dir string) (*server, error) {
	s := &server{exe: filepath.Join(dir, "optin-server"), data: filepath.Join(dir, "store"), declaration: filepath.Join(dir, "declared.json")}
	build := exec.Command("go", "build", "-o", s.exe, "./server/cmd/optin-server")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("optin-server: %w\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.address = l.Addr().String()
	if s.errors, err = os.Create(filepath.Join(dir, "server.log")); err != nil {
		return nil, err
	}
	return s, l.Close()
}

// declare has the tool say what it records. The server refuses the rest, so an event
// that is not declared as it is recorded would be lost.
func (s *server) declare(exe string) error {
	cmd := exec.Command(exe, "telemetry", "events", "--output", "json")
	cmd.Env = append(os.Environ(), roleVariable+"=1", endVariable+"=http://"+s.address)
	declaration, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("telemetry events: %w", err)
	}
	return os.WriteFile(s.declaration, declaration, 0o600)
}

func (s *server) start() error {
	s.cmd = exec.Command(s.exe, "serve", "--declared", s.declaration, "--listen", s.address, "--data", s.data)
	s.cmd.Stdout, s.cmd.Stderr = s.errors, s.errors
	if err := s.cmd.Start(); err != nil {
		return err
	}
	for range 600 { // until it listens
		if c, err := net.Dial("tcp", s.address); err == nil {
			return c.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("optin-server does not listen; see %s", s.errors.Name())
}

func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.cmd.Wait()
}

var sound = regexp.MustCompile(`^sound: (\d+) events`)

// check returns how many events are in the store, whose roll-ups must equal them.
func (s *server) check() (events int, err error) {
	var out bytes.Buffer
	cmd := exec.Command(s.exe, "check", "--data", s.data)
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	m := sound.FindStringSubmatch(out.String())
	if err != nil || m == nil {
		return 0, fmt.Errorf("optin-server check: %w: %s", err, out.String())
	}
	return strconv.Atoi(m[1])
}
