package features

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cucumber/godog"
	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// eventFile is a file sink, and what stands beside its file.
type eventFile struct {
	file  *filesink.Sink
	other string // the file to which a symbolic link leads
}

const otherContents = "not ours\n"

func (s *scenario) fileSteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^a file sink with a temporary path$`), s.aFileSink)
	sc.Given(re(`^a file sink with a temporary path that keeps (\d+) older files? and at most (\d+) bytes in each$`), s.aBoundedFileSink)
	sc.Given(re(`^a file sink whose path is a symbolic link to another file$`), s.aFileSinkAtALink)
	sc.Given(re(`^a file sink whose path is a directory$`), s.aFileSinkAtADirectory)
	sc.Given(re(`^the file ends in the middle of a line$`), s.tearFile)

	sc.When(re(`^I emit an event named "([^"]*)"$`), s.emit)
	sc.When(re(`^I emit an event named "([^"]*)" with args "([^"]*)" and err_msg "([^"]*)"$`), s.emitText)
	sc.When(re(`^I emit (\d+) events, numbered from 1$`), s.emitNumbered)
	sc.When(re(`^I try to emit an event named "([^"]*)"$`), s.tryToEmit)
	sc.When(re(`^another file sink for the same path is given an event named "([^"]*)"$`), s.emitToAnother)
	sc.When(re(`^the sink is flushed and closed$`), s.closeFile)
	sc.When(re(`^the user removes the file$`), s.removeFile)

	sc.Then(re(`^the file contains a JSON line with name "([^"]*)"$`), s.fileContainsLine)
	sc.Then(re(`^the file does not contain "([^"]*)"$`), s.fileDoesNotContain)
	sc.Then(re(`^the file has (\d+) lines?$`), s.fileHasLines)
	sc.Then(re(`^line (\d+) has the name "([^"]*)"$`), s.lineHasName)
	sc.Then(re(`^neither the file nor its directory exists$`), s.noDirectory)
	sc.Then(re(`^the file has the mode (\d+)$`), s.fileHasMode)
	sc.Then(re(`^the file's directory has the mode (\d+)$`), s.directoryHasMode)
	sc.Then(re(`^the other file is as it was$`), s.otherFileIsUntouched)
	sc.Then(re(`^there are (\d+) files, none of more than (\d+) bytes$`), s.filesAreBounded)
	sc.Then(re(`^the files together hold consecutive events, the last of them number (\d+)$`), s.filesHoldNewest)
}

// openFile makes s.file a sink for the file of events.
func (s *scenario) openFile(opts *filesink.Options) {
	s.file = filesink.New(s.eventsPath(), opts)
	s.t.AtEnd(s.file.Close)
}

func (s *scenario) aFileSink() { s.openFile(nil) }

func (s *scenario) aBoundedFileSink(keep, maxBytes int) {
	s.openFile(&filesink.Options{Keep: keep, MaxBytes: int64(maxBytes)})
}

func (s *scenario) aFileSinkAtALink() error {
	s.other = filepath.Join(s.homeDir(), "other.txt")
	if err := put(s.other, otherContents); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.eventsPath()), 0o700); err != nil {
		return err
	}
	s.openFile(nil)
	return os.Symlink(s.other, s.eventsPath())
}

func (s *scenario) aFileSinkAtADirectory() error {
	s.openFile(nil)
	return os.MkdirAll(s.eventsPath(), 0o700)
}

func (s *scenario) tearFile() error {
	return put(s.eventsPath(), `{"name":"whole.line"}`+"\n"+`{"name":"torn.li`)
}

// event returns an event that no Recorder made: nothing of it is stamped, and
// nothing redacted.
func event(name string) telemetry.Event {
	return telemetry.Event{
		Name:         name,
		Tool:         "mytool",
		ToolVersion:  "1.4.0",
		MachineID:    fixedMachineID,
		TimestampUTC: time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC),
	}
}

func (s *scenario) emit(ctx context.Context, name string) error {
	return s.file.Emit(ctx, event(name))
}

func (s *scenario) emitText(ctx context.Context, name, args, errMsg string) error {
	e := event(name)
	e.Args, e.ErrMsg = args, errMsg
	return s.file.Emit(ctx, e)
}

func (s *scenario) emitNumbered(ctx context.Context, n int) error {
	for i := range n {
		e := event("numbered")
		e.Attrs = telemetry.Attrs{telemetry.String("number", strconv.Itoa(i+1))}
		if err := s.file.Emit(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *scenario) tryToEmit(ctx context.Context, name string) { s.err = s.emit(ctx, name) }

func (s *scenario) emitToAnother(ctx context.Context, name string) error {
	s.openFile(nil)
	return s.emit(ctx, name)
}

func (s *scenario) closeFile(ctx context.Context) error {
	return errors.Join(s.file.Flush(ctx), s.file.Close())
}

func (s *scenario) removeFile() error { return os.Remove(s.eventsPath()) }

// readLines returns the lines of the file at path, without their line breaks.
func readLines(path string) ([][]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	body, ok := bytes.CutSuffix(data, []byte("\n"))
	if !ok {
		return nil, fmt.Errorf("%s does not end with a line break", path)
	}
	return bytes.Split(body, []byte("\n")), nil
}

func (s *scenario) fileContainsLine(name string) error {
	lines, err := readLines(s.eventsPath())
	if err != nil {
		return err
	}
	for _, line := range lines {
		var e telemetry.Event
		if json.Unmarshal(line, &e) == nil && e.Name == name {
			return nil
		}
	}
	return fmt.Errorf("it does not:\n%s", bytes.Join(lines, []byte("\n")))
}

func (s *scenario) fileDoesNotContain(text string) error {
	data, err := os.ReadFile(s.eventsPath())
	if err == nil && bytes.Contains(data, []byte(text)) {
		err = fmt.Errorf("it does:\n%s", data)
	}
	return err
}

func (s *scenario) fileHasLines(want int) error {
	lines, err := readLines(s.eventsPath())
	if err == nil && len(lines) != want {
		err = fmt.Errorf("it has %d lines", len(lines))
	}
	return err
}

func (s *scenario) lineHasName(number int, want string) error {
	lines, err := readLines(s.eventsPath())
	if err != nil {
		return err
	}
	if number < 1 || number > len(lines) {
		return fmt.Errorf("the file has %d lines", len(lines))
	}
	var e telemetry.Event
	if err := json.Unmarshal(lines[number-1], &e); err != nil {
		return err
	}
	if e.Name != want {
		return fmt.Errorf("it has the name %q", e.Name)
	}
	return nil
}

// onlyLine returns the line of a file that has no other one.
func (s *scenario) onlyLine() ([]byte, error) {
	lines, err := readLines(s.eventsPath())
	if err != nil {
		return nil, err
	}
	if len(lines) != 1 {
		return nil, fmt.Errorf("the file has %d lines", len(lines))
	}
	return lines[0], nil
}

func (s *scenario) noDirectory() error { return checkAbsent(filepath.Dir(s.eventsPath())) }

func (s *scenario) fileHasMode(octal string) error { return checkMode(s.eventsPath(), octal) }

func (s *scenario) directoryHasMode(octal string) error {
	return checkMode(filepath.Dir(s.eventsPath()), octal)
}

func (s *scenario) otherFileIsUntouched() error {
	data, err := os.ReadFile(s.other)
	if err == nil && string(data) != otherContents {
		err = fmt.Errorf("it holds %q", data)
	}
	return err
}

// eventFiles returns the paths of the file and of the older ones, the oldest first.
func (s *scenario) eventFiles() ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(s.eventsPath()))
	if err != nil {
		return nil, err
	}
	var older []string
	for n := len(entries) - 1; n > 0; n-- {
		older = append(older, s.eventsPath()+"."+strconv.Itoa(n))
	}
	return append(older, s.eventsPath()), nil
}

func (s *scenario) filesAreBounded(want int, maxBytes int64) error {
	files, err := s.eventFiles()
	if err != nil {
		return err
	}
	if len(files) != want {
		return fmt.Errorf("there are %d", len(files))
	}
	for _, path := range files {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() > maxBytes {
			return fmt.Errorf("%s has %d bytes", filepath.Base(path), info.Size())
		}
	}
	return nil
}

func (s *scenario) filesHoldNewest(last int) error {
	files, err := s.eventFiles()
	if err != nil {
		return err
	}
	var numbers []int
	for _, path := range files {
		lines, err := readLines(path)
		if err != nil {
			return err
		}
		for _, line := range lines {
			var e telemetry.Event
			if err := json.Unmarshal(line, &e); err != nil {
				return err
			}
			text, _ := e.Attrs.Get("number")
			number, err := strconv.Atoi(text)
			if err != nil {
				return err
			}
			numbers = append(numbers, number)
		}
	}
	for i, number := range numbers {
		if want := last - len(numbers) + 1 + i; number != want {
			return fmt.Errorf("event %d is where %d should be, in %v", number, want, numbers)
		}
	}
	return nil
}
