package features

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	"github.com/gkampitakis/go-snaps/match"
	"github.com/optin-go/optin/telemetry"
)

// shell is where the user runs the tool.
type shell struct {
	variables  []string
	homeBefore []string // what there was in the home before the last run
	code       int
	stdout     string
	stderr     string
	shown      []string // what earlier runs of "show" printed
}

func (s *scenario) commandSteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^the user has a home$`), s.lookAround)
	sc.Step(re(`^the variable "([^"]*)" of the user's shell is "([^"]*)"$`), s.setVariable)

	sc.When(re(`^the user runs "mytool ([^"]*)"$`), s.userRuns)
	sc.When(re(`^the user tries "mytool ([^"]*)"$`), s.userTries)
	sc.When(re(`^the user opts out by running mytool (.+)$`), s.optOutByRunning)
	sc.When(re(`^the user opts out by setting DO_NOT_TRACK$`), s.optOutByVariable)
	sc.When(re(`^the user opts out by removing the consent file$`), s.optOutByRemoving)
	sc.Step(re(`^a new version of the tool collects more$`), s.widen)
	sc.When(re(`^the user goes back to the version that collects less$`), s.narrow)
	sc.When(re(`^a new version of the tool sends to a server$`), s.sinceNow)
	sc.When(re(`^the tool's second process is started as "mytool ([^"]*)"$`), s.secondProcess)

	sc.Then(re(`^the exit code is (\d+)$`), s.exitCodeIs)
	sc.Then(re(`^it prints "([^"]*)"$`), s.prints)
	sc.Then(re(`^it does not print "([^"]*)"$`), s.doesNotPrint)
	sc.Then(re(`^it prints (\d+) lines?$`), s.printsLines)
	sc.Then(re(`^it notes "([^"]*)"$`), s.notes)
	sc.Then(re(`^the line that is printed matches its snapshot$`), s.printedLineMatches)
	sc.Then(re(`^a run (is|is not) recorded$`), s.aRunIsRecorded)
	sc.Then(re(`^that run changed nothing in the home$`), s.runChangedNothing)
	sc.Then(re(`^nothing in the home mentions "([^"]*)"$`), s.homeDoesNotMention)
	sc.Then(re(`^the server received the bytes that were shown$`), s.serverReceivedWhatWasShown)
	sc.Then(re(`^the server was asked to delete what was shown$`), s.serverWasAskedToDelete)
	sc.Then(re(`^the machine ID is not the one that was shown before$`), s.identityIsAnother)
}

// lookAround remembers what there is before the tool runs.
func (s *scenario) lookAround() (err error) {
	s.untouched, err = contentsOf(s.homeDir())
	return err
}

func (s *scenario) setVariable(name, value string) {
	s.variables = append(s.variables, name+"="+value)
}

func (s *scenario) widen()  { s.setVariable(widerVariable, "1") }
func (s *scenario) narrow() { s.setVariable(widerVariable, "") }

// secondProcess is what the tool starts by itself where it is no test binary.
func (s *scenario) secondProcess(ctx context.Context, line string) error {
	before := s.variables
	defer func() { s.variables = before }()
	s.variables = append(slices.Clone(before), "MYTOOL_TELEMETRY_SENDER=1")
	return s.userRuns(ctx, line)
}

// sinceNow has the server count anew. It is another one, as a request of an earlier
// run may still be on its way to the old one.
func (s *scenario) sinceNow() { s.aServer("/since") }

func (s *scenario) optOutByRunning(ctx context.Context, line string) error {
	s.sinceNow()
	return s.userRuns(ctx, line)
}

func (s *scenario) optOutByVariable() {
	s.sinceNow()
	s.setVariable("DO_NOT_TRACK", "1")
}

func (s *scenario) optOutByRemoving() error {
	s.sinceNow()
	return os.Remove(s.consentPath())
}

// userTries runs the tool as the user does: in another process, with what the
// scenario says of the environment and nothing else.
func (s *scenario) userTries(ctx context.Context, line string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if s.homeBefore, err = contentsOf(s.homeDir()); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, strings.Fields(line)...)
	cmd.Env = append([]string{
		"HOME=" + s.homeDir(), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT"),
		"GORACE=atexit_sleep_ms=0", // the race detector would wait a second at the end
		toolVariable + "=" + s.homeDir(), endpointVariable + "=" + s.endpoint,
	}, s.variables...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		return err
	}
	s.code, s.stdout, s.stderr = cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
	if s.code == toolFailed {
		return fmt.Errorf("the tool is wrongly made: %s", s.stderr)
	}
	if strings.HasPrefix(line, "telemetry show") {
		s.shown = append(s.shown, s.stdout)
	}
	return nil
}

func (s *scenario) userRuns(ctx context.Context, line string) error {
	err := s.userTries(ctx, line)
	if err == nil && s.code != 0 {
		err = fmt.Errorf("its exit code is %d, and it says %s%s", s.code, s.stdout, s.stderr)
	}
	return err
}

func (s *scenario) exitCodeIs(want int) error {
	if s.code != want {
		return fmt.Errorf("it is %d, and the tool says %s%s", s.code, s.stdout, s.stderr)
	}
	return nil
}

func (s *scenario) prints(text string) error {
	if !strings.Contains(s.stdout, text) {
		return fmt.Errorf("it prints %q", s.stdout)
	}
	return nil
}

func (s *scenario) doesNotPrint(text string) error {
	if strings.Contains(s.stdout, text) {
		return fmt.Errorf("it prints %q", s.stdout)
	}
	return nil
}

func (s *scenario) notes(text string) error {
	if !strings.Contains(s.stderr, text) {
		return fmt.Errorf("it notes %q", s.stderr)
	}
	return nil
}

func (s *scenario) printsLines(want int) error {
	if n := strings.Count(s.stdout, "\n"); n != want {
		return fmt.Errorf("it prints %q", s.stdout)
	}
	return nil
}

func (s *scenario) printedLineMatches() error {
	s.matchLine([]byte(strings.TrimSuffix(s.stdout, "\n")),
		match.Custom("id", checkID), match.Custom("timestamp_utc", s.checkTime), match.Custom("machine_id", checkMachineID),
		match.Custom("attrs.took", checkTook),
		match.Custom(`attrs.os\.type`, ofThisMachine), match.Custom(`attrs.host\.arch`, ofThisMachine))
	return nil
}

func checkMachineID(value any) (any, error) {
	const digits = 64
	if id, ok := value.(string); !ok || len(id) != digits || strings.Trim(id, "0123456789abcdef") != "" {
		return nil, fmt.Errorf("%v is no machine ID", value)
	}
	return "<64 hexadecimal digits>", nil
}

// checkTook takes any of the ranges: how long a run takes is the machine's affair.
func checkTook(value any) (any, error) {
	switch value {
	case "<100ms", "100ms-1s", "1s-10s", "10s-1m", ">=1m":
		return "<a range>", nil
	}
	return nil, fmt.Errorf("%v is no range", value)
}

// ofThisMachine takes any word.
func ofThisMachine(value any) (any, error) {
	if word, ok := value.(string); !ok || word == "" {
		return nil, fmt.Errorf("%v is no word", value)
	}
	return "<of this machine>", nil
}

// aRunIsRecorded runs the tool once more, and looks for it in the log.
func (s *scenario) aRunIsRecorded(ctx context.Context, is string) error {
	before, err := s.recordedRuns()
	if err != nil {
		return err
	}
	if err := s.userRuns(ctx, "deploy staging"); err != nil {
		return err
	}
	after, err := s.recordedRuns()
	if err == nil && (after > before) != (is == "is") {
		err = fmt.Errorf("there were %d runs in the log, and there are %d", before, after)
	}
	return err
}

func (s *scenario) recordedRuns() (int, error) {
	text, err := os.ReadFile(filepath.Join(s.homeDir(), "state", "mytool", "telemetry", "events.jsonl"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	return bytes.Count(text, []byte("\n")), err
}

func (s *scenario) runChangedNothing() error {
	now, err := contentsOf(s.homeDir())
	if err == nil && !slices.Equal(now, s.homeBefore) {
		err = fmt.Errorf("before: %q; now: %q", s.homeBefore, now)
	}
	return err
}

func (s *scenario) homeDoesNotMention(text string) error {
	return filepath.WalkDir(s.homeDir(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		contents, err := os.ReadFile(path)
		if err == nil && bytes.Contains(contents, []byte(text)) {
			err = fmt.Errorf("%s does: %s", path, contents)
		}
		return err
	})
}

// serverReceivedWhatWasShown compares bytes: httpsink adds the severity as the last
// field of each event.
func (s *scenario) serverReceivedWhatWasShown() error {
	body, err := s.onlyBody()
	if err != nil {
		return err
	}
	shown := strings.TrimSuffix(s.shown[len(s.shown)-1], "}\n")
	want := "[" + shown + `,"severity":"INFO"}]`
	if string(body) != want {
		return fmt.Errorf("it received\n%s\nand shown was\n%s", body, want)
	}
	return nil
}

func (s *scenario) identityIsAnother() error {
	var ids []string
	for _, text := range s.shown {
		var e telemetry.Event
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			return err
		}
		ids = append(ids, e.MachineID)
	}
	if len(ids) != 2 || ids[0] == ids[1] {
		return fmt.Errorf("shown were %q", ids)
	}
	return nil
}
