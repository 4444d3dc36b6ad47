package features

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// The variables that make this test binary, started again, another process of
// the tool.
const (
	childVariable = "FEATURES_CHILD" // the name of the process's events
	pathVariable  = "FEATURES_CHILD_PATH"
	countVariable = "FEATURES_CHILD_EVENTS" // if missing: one event, and then kill
)

// childFailed is the exit code of a child that could not do its work. That of one
// that is killed is another on every system.
const childFailed = 3

// child returns a process that records events of that name in the file at path.
func child(ctx context.Context, path, name string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), childVariable+"="+name, pathVariable+"="+path)
	cmd.Stderr = os.Stderr
	return cmd, nil
}

// runChild does a child's work, and reports whether this process is one.
func runChild() bool {
	name, ok := os.LookupEnv(childVariable)
	if !ok {
		return false
	}
	if err := recordAsChild(name); err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(childFailed)
	}
	return true
}

func recordAsChild(name string) error {
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.4.0",
		Policy:      telemetry.Enabled,
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return fixedMachineID },
		Sink:        filesink.New(os.Getenv(pathVariable), nil),
	})
	if err != nil {
		return err
	}
	text, ok := os.LookupEnv(countVariable)
	if !ok {
		if err := rec.Record(context.Background(), name); err != nil {
			return err
		}
		return killSelf()
	}
	count, err := strconv.Atoi(text)
	if err != nil {
		return err
	}
	for i := range count {
		if err := rec.Record(context.Background(), name, telemetry.String("number", strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return nil
}

// killSelf ends this process as a power switch would: nothing deferred runs, and
// nothing is flushed.
func killSelf() error {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		return err
	}
	if err := self.Kill(); err != nil {
		return err
	}
	select {}
}
