package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

const controlHelp = `usage: greet telemetry [COMMAND]

  status     whether usage is recorded, and why (also without COMMAND)
  enable     record the name and outcome of each command, on this machine
  disable    stop recording
  show       print what was recorded
  reset      forget the decision and delete what was recorded
`

// control runs "greet telemetry …" and returns the exit code. It is not recorded.
func control(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		args = []string{"status"}
	}
	commands := map[string]func(stdout, stderr io.Writer) error{
		"status": status, "enable": enable, "disable": disable, "show": show, "reset": reset,
	}
	command, ok := commands[args[0]]
	if !ok || len(args) > 1 {
		fmt.Fprint(stderr, controlHelp)
		return exitWrongUse
	}
	err := command(stdout, stderr)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errRefused):
		fmt.Fprintln(stderr, err)
		return exitRefused
	default:
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
}

var errRefused = errors.New("refused")

// status reads only: in an empty or read-only home it leaves no trace.
func status(stdout, _ io.Writer) error {
	decision, err := resolver.Resolve()
	state := "off"
	if decision.Policy == telemetry.Enabled {
		state = "on"
	}
	fmt.Fprintf(stdout, "Telemetry  %s\n", state)
	fmt.Fprintf(stdout, "Reason     %s\n", decision.Reason())
	if err != nil {
		fmt.Fprintf(stdout, "Decision   %v\n", err)
	} else {
		fmt.Fprintf(stdout, "Decision   %s, in %s\n", decision.Consent.State, short(decision.Path))
	}
	fmt.Fprintf(stdout, "Events     %s\n", short(eventsPath()))
	return nil
}

func enable(stdout, stderr io.Writer) error {
	if variable, ok := consent.CISystem(os.LookupEnv); ok {
		return fmt.Errorf("%w: %s is set, and a CI system cannot agree for a person", errRefused, variable)
	}
	fmt.Fprintf(stdout, "greet records the name and outcome of each command in\n%s, and sends nothing anywhere.\n", short(eventsPath()))
	if err := decide(consent.Enabled); err != nil {
		return err
	}
	fmt.Fprintln(stdout, "Telemetry is on. To stop: greet telemetry disable")
	if decision, _ := resolver.Resolve(); decision.Policy != telemetry.Enabled {
		fmt.Fprintf(stderr, "Your decision is saved, but nothing is recorded: %s.\n", decision.Reason())
	}
	return nil
}

func disable(stdout, _ io.Writer) error {
	if err := decide(consent.Disabled); err != nil {
		return fmt.Errorf("%w\nuntil that is mended, set %s=off", err, consent.VariableName(tool))
	}
	fmt.Fprintln(stdout, "Telemetry is off. To delete what was recorded: greet telemetry reset")
	return nil
}

func decide(state consent.State) error {
	path, err := consent.DefaultPath(tool)
	if err != nil {
		return err
	}
	return consent.Write(path, consent.Consent{State: state, DecidedAt: time.Now()})
}

// show prints the bytes as they were recorded, the oldest first.
func show(stdout, _ io.Writer) error {
	var events []byte
	for _, path := range slices.Backward(eventsFiles()) {
		file, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		events = append(events, file...)
	}
	if len(bytes.TrimSpace(events)) == 0 {
		events = []byte("none\n")
	}
	_, err := stdout.Write(events)
	return err
}

func reset(stdout, _ io.Writer) error {
	path, err := consent.DefaultPath(tool)
	if err != nil {
		return err
	}
	if err := consent.Reset(path); err != nil {
		return err
	}
	for _, path := range eventsFiles() {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	fmt.Fprintln(stdout, "Your decision and what was recorded are deleted. Telemetry is off.")
	return nil
}

// short returns path with the home directory as "~".
func short(path string) string {
	if rest, ok := strings.CutPrefix(path, xdg.Home); ok && xdg.Home != "" && strings.HasPrefix(rest, string(os.PathSeparator)) {
		return "~" + rest
	}
	return path
}
