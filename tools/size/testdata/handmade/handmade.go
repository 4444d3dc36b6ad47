// Package handmade is telemetry by hand, as briefly as it can be done with the
// libraries that optin uses too: it asks, keeps the answer, appends one line to a file,
// and starts the tool again to post it. It does not explain, redact, validate, lock,
// repair, bound, back off or try again anything.
package handmade

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/denisbrodbeck/machineid"
	"golang.org/x/term"
)

type consent struct {
	Version   int       `toml:"version"`
	State     string    `toml:"state"`
	DecidedAt time.Time `toml:"decided_at"`
}

type event struct {
	Name      string            `json:"name"`
	MachineID string            `json:"machine_id"`
	Time      time.Time         `json:"timestamp_utc"`
	Attrs     map[string]string `json:"attrs"`
}

func path(name string) string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return os.DevNull
	}
	return filepath.Join(dir, "mytool", name)
}

// Record records one run of a command, or asks whether it may.
func Record(ctx context.Context, command string) {
	var c consent
	_, err := toml.DecodeFile(path("consent.toml"), &c)
	switch {
	case err != nil:
		ask()
	case c.State == "enabled":
		if err := record(ctx, command); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

func ask() {
	if !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stderr.Fd())) {
		return
	}
	fmt.Fprint(os.Stderr, "Send usage data? [y/N] ")
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		return
	}
	state := "disabled"
	if line == "y\n" {
		state = "enabled"
	}
	if err := decide(state); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func decide(state string) error {
	var text bytes.Buffer
	if err := toml.NewEncoder(&text).Encode(consent{1, state, time.Now()}); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path("")), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path("consent.toml"), text.Bytes(), 0o600)
}

func record(ctx context.Context, command string) error {
	id, err := machineid.ID()
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte("mytool.telemetry.v1" + id))
	line, err := json.Marshal(event{"command.invoke", fmt.Sprintf("%x", sum), time.Now().UTC(), map[string]string{"command": command}})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path("events.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(append(line, '\n')); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), self, "telemetry", "send")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd.Start()
}

// Telemetry is the command "telemetry".
func Telemetry(ctx context.Context, args []string) int {
	flags := flag.NewFlagSet("telemetry", flag.ExitOnError)
	_ = flags.Parse(args)
	var err error
	switch flags.Arg(0) {
	case "enable":
		err = decide("enabled")
	case "disable":
		err = decide("disabled")
	case "send":
		err = send(ctx)
	default:
		var text []byte
		text, err = os.ReadFile(path("consent.toml"))
		_, _ = os.Stdout.Write(text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func send(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 25*time.Second)
	defer cancel()
	text, err := os.ReadFile(path("events.jsonl"))
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://telemetry.example.org/v1/events", bytes.NewReader(text))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode == http.StatusOK {
		err = os.Remove(path("events.jsonl"))
	}
	_ = resp.Body.Close()
	return err
}
