package features

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"

	"github.com/cucumber/godog"
	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// houseRules is what the steps of the house rules compare with.
type houseRules struct {
	untouched             []string // what was there before the tool ran
	processes, eventsEach int
}

func (s *scenario) houseRuleSteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^a nil Recorder$`), s.aNilRecorder)
	sc.Given(re(`^a zero Recorder$`), s.aZeroRecorder)
	sc.Given(re(`^a Recorder whose policy is left out$`), s.aRecorderWithoutPolicy)
	sc.Given(re(`^a Recorder of an unknown policy$`), s.aRecorderOfUnknownPolicy)
	sc.Given(re(`^a Recorder that could not be made$`), s.aRecorderThatFailed)
	sc.Given(re(`^a Recorder with a memory sink and a file sink$`), s.aRecorderWithTwoSinks)

	sc.When(re(`^the tool runs and records "([^"]*)"$`), s.runTool)
	sc.When(re(`^another process records "([^"]*)" and is killed at once$`), s.recordAndKill)
	sc.When(re(`^(\d+) processes record (\d+) events each in one file$`), s.recordInProcesses)
	sc.When(re(`^I try to make a Recorder whose other fields are "([^"]*)" but without (\w+)$`), s.tryToMakeRecorderWithout)
	sc.When(re(`^I try to make a Recorder whose MachineID panics with "([^"]*)"$`), s.tryToMakeRecorderThatPanics)

	sc.Then(re(`^the Recorder's policy is (Enabled|Disabled)$`), s.recorderPolicyIs)
	sc.Then(re(`^there is no Recorder$`), s.noRecorder)
	sc.Then(re(`^the tool made no file and no directory$`), s.toolMadeNothing)
	sc.Then(re(`^the bytes of the file are those that the event in memory is shown as$`), s.fileEqualsMemory)
	sc.Then(re(`^the file holds every event of each process, in its order$`), s.fileHoldsAllProcesses)
}

func (s *scenario) aNilRecorder() { s.recorder = nil }

func (s *scenario) aZeroRecorder() { s.recorder = &telemetry.Recorder{} }

func (s *scenario) aRecorderWithoutPolicy() error {
	cfg := s.config(telemetry.Enabled, &s.memory)
	cfg.Policy = telemetry.Config{}.Policy
	return s.newRecorder(cfg)
}

func (s *scenario) aRecorderOfUnknownPolicy() error {
	return s.newRecorder(s.config(telemetry.Enabled+1, &s.memory))
}

func (s *scenario) aRecorderThatFailed() error {
	cfg := s.config(telemetry.Enabled, &s.memory)
	cfg.Salt = ""
	if s.newRecorder(cfg) == nil {
		return errors.New("it could be made")
	}
	return nil
}

func (s *scenario) aRecorderWithTwoSinks() error {
	s.aFileSink()
	return s.newRecorder(s.config(telemetry.Enabled, telemetry.Tee(&s.memory, s.file)))
}

func (s *scenario) recorderPolicyIs(want string) error {
	if got := s.recorder.Policy(); got != policies[want] {
		return fmt.Errorf("it is %v", got)
	}
	return nil
}

// runTool is what a tool's main does. As there, no error of telemetry's ends it:
// a record that cannot be read must do as little as one that says no.
func (s *scenario) runTool(ctx context.Context, name string) error {
	var err error
	if s.untouched, err = contentsOf(s.homeDir()); err != nil {
		return err
	}
	s.tryToResolve()
	sink := filesink.New(s.eventsPath(), nil)
	if err := s.newRecorder(s.config(s.resolved.Policy, sink)); err != nil {
		return err
	}
	return errors.Join(s.recorder.Record(ctx, name), s.recorder.Flush(ctx), sink.Close())
}

func (s *scenario) toolMadeNothing() error {
	now, err := contentsOf(s.homeDir())
	if err == nil && !slices.Equal(now, s.untouched) {
		err = fmt.Errorf("before: %q; now: %q", s.untouched, now)
	}
	return err
}

func (s *scenario) fileEqualsMemory() error {
	e, err := s.lastEvent()
	if err != nil {
		return err
	}
	shown, err := e.AppendJSON(nil)
	if err != nil {
		return err
	}
	stored, err := os.ReadFile(s.eventsPath())
	if err == nil && !bytes.Equal(stored, append(shown, '\n')) {
		err = fmt.Errorf("shown is\n%s\nand stored is\n%s", shown, stored)
	}
	return err
}

func (s *scenario) recordAndKill(ctx context.Context, name string) error {
	cmd, err := child(ctx, s.eventsPath(), name)
	if err != nil {
		return err
	}
	var exit *exec.ExitError
	switch err := cmd.Run(); {
	case err == nil:
		return errors.New("the process ended by itself")
	case !errors.As(err, &exit) || exit.ExitCode() == childFailed:
		return err
	}
	return nil
}

func (s *scenario) recordInProcesses(ctx context.Context, processes, events int) error {
	var running []*exec.Cmd
	for i := range processes {
		cmd, err := child(ctx, s.eventsPath(), "process."+strconv.Itoa(i))
		if err != nil {
			return err
		}
		cmd.Env = append(cmd.Env, countVariable+"="+strconv.Itoa(events))
		if err := cmd.Start(); err != nil {
			return err
		}
		running = append(running, cmd)
	}
	s.processes, s.eventsEach = processes, events
	var errs []error
	for _, cmd := range running {
		errs = append(errs, cmd.Wait())
	}
	return errors.Join(errs...)
}

func (s *scenario) fileHoldsAllProcesses() error {
	lines, err := readLines(s.eventsPath())
	if err != nil {
		return err
	}
	next := map[string]int{}
	for i, line := range lines {
		var e telemetry.Event
		if err := json.Unmarshal(line, &e); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
		number, _ := e.Attrs.Get("number")
		if number != strconv.Itoa(next[e.Name]) {
			return fmt.Errorf("line %d: %s has its event %s where %d should be", i+1, e.Name, number, next[e.Name])
		}
		next[e.Name]++
	}
	if len(next) != s.processes {
		return fmt.Errorf("there are events of %d processes", len(next))
	}
	for name, events := range next {
		if events != s.eventsEach {
			return fmt.Errorf("there are %d events of %s", events, name)
		}
	}
	return nil
}

func (s *scenario) tryToMakeRecorderWithout(value, field string) error {
	cfg := telemetry.Config{
		Tool:        value,
		ToolVersion: value,
		Policy:      telemetry.Enabled,
		Salt:        value,
		MachineID:   func(string) string { return value },
		Sink:        &s.memory,
	}
	switch field {
	case "Tool":
		cfg.Tool = ""
	case "ToolVersion":
		cfg.ToolVersion = ""
	case "Salt":
		cfg.Salt = ""
	case "MachineID":
		cfg.MachineID = nil
	default:
		return fmt.Errorf("no field %s is required", field)
	}
	s.err = s.newRecorder(cfg)
	return nil
}

func (s *scenario) tryToMakeRecorderThatPanics(text string) {
	cfg := s.config(telemetry.Enabled, &s.memory)
	cfg.MachineID = func(string) string { panic(text) }
	s.err = s.newRecorder(cfg)
}

func (s *scenario) noRecorder() error {
	if s.recorder != nil {
		return fmt.Errorf("there is one: %v", s.recorder)
	}
	return nil
}
