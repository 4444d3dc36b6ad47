package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/optin-go/optin/consent"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

const controlHelp = `usage: greet telemetry [COMMAND]

  status     whether usage is recorded, and why (also without COMMAND)
  enable     record the name and outcome of each command, on this machine
  disable    stop recording
  show       print what was recorded
  send       deliver what is waiting, now
  reset      forget the decision and delete what was recorded
`

// control runs "greet telemetry …" and returns the exit code. It is not recorded.
func control(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		args = []string{"status"}
	}
	commands := map[string]func(stdout, stderr io.Writer) error{
		"status": status, "enable": enable, "disable": disable, "show": show, "send": send, "reset": reset,
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
	fmt.Fprintf(stdout, "Sends to   %s\n", recipient())
	return writeQueue(stdout)
}

// recipient returns the host that events go to, for a person.
func recipient() string {
	to, err := url.Parse(endpoint)
	if endpoint == "" || err != nil {
		return "nobody"
	}
	return to.Host
}

// writeQueue writes what is waiting to be delivered, if anything ever is.
func writeQueue(w io.Writer) error {
	queue, err := newQueue()
	if err != nil || queue == nil {
		return err
	}
	defer func() { _ = queue.Close() }()
	stats, err := queue.Stats()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "Waiting    %d events, in %s\n", stats.Pending, short(queuePath()))
	return err
}

func enable(stdout, stderr io.Writer) error {
	if variable, ok := consent.CISystem(os.LookupEnv); ok {
		return fmt.Errorf("%w: %s is set, and a CI system cannot agree for a person", errRefused, variable)
	}
	fmt.Fprintf(stdout, "greet records the name and outcome of each command in\n%s, and sends it to %s.\n", short(eventsPath()), recipient())
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
	// Both are done even if one fails: each of them alone keeps events here.
	if err := errors.Join(decide(consent.Disabled), spoolsink.Purge(queuePath())); err != nil {
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

// send delivers what is waiting, and says what became of it.
func send(stdout, _ io.Writer) error {
	decision, err := resolver.Resolve()
	if err != nil || decision.Policy != telemetry.Enabled {
		return fmt.Errorf("%w: nothing is sent: %s", errRefused, decision.Reason())
	}
	queue, err := newQueue()
	if err != nil {
		return err
	}
	if queue == nil {
		fmt.Fprintln(stdout, "none: this greet was built without an endpoint")
		return nil
	}
	defer func() { _ = queue.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), sendTimeout)
	defer cancel()
	report, err := queue.Deliver(ctx)
	fmt.Fprintf(stdout, "%d events delivered\n", report.Delivered)
	if at := report.NextAttempt; err == nil && !at.IsZero() {
		return fmt.Errorf("the receiver failed before, and is asked again at %s", at.Local().Format(time.DateTime))
	}
	return err
}

// sendTimeout is how long somebody waits who asked for a delivery.
const sendTimeout = 10 * time.Second

func reset(stdout, _ io.Writer) error {
	path, err := consent.DefaultPath(tool)
	if err != nil {
		return err
	}
	if err := errors.Join(consent.Reset(path), spoolsink.Purge(queuePath())); err != nil {
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
