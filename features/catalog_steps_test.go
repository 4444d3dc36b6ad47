package features

import (
	"context"
	"fmt"
	"strings"

	"github.com/cucumber/godog"
	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// declared is a catalogue, and another one that it is compared with.
type declared struct {
	catalog, changed *catalog.Catalog
}

func (s *scenario) catalogSteps(sc *godog.ScenarioContext) {
	sc.Given(`^a catalogue$`, s.aCatalogue)
	sc.Given(`^a Recorder behind the guard of a catalogue$`, s.aGuardedRecorder)
	sc.Given(`^a Recorder behind the guard of a catalogue that declares "([^"]*)" twice$`, s.aRecorderBehindAMistake)

	sc.When(`^I try to record "([^"]*)" with the attribute "([^"]*)" of "([^"]*)"$`, s.tryToRecordAttribute)
	sc.When(`^I try to record "([^"]*)" with the error "([^"]*)"$`, s.tryToRecordError)
	sc.When(`^it (declares another event|declares another value|gives another reason for what it collects)$`, s.change)
	sc.When(`^the tool gets another command$`, s.addCommand)

	sc.Then(`^its version has changed$`, s.versionHasChanged)
	sc.Then(`^its version has not changed$`, s.versionHasNotChanged)
	sc.Then(`^its notice says "([^"]*)"$`, s.noticeSays)
	sc.Then(`^its notice does not say "([^"]*)"$`, s.noticeDoesNotSay)
}

// newCatalogue returns the catalogue of every scenario, with one more word among
// the outcomes if there is one to add.
func newCatalogue(purpose string, more ...string) (*catalog.Catalog, *catalog.Commands) {
	c := catalog.New("mytool", purpose)
	commands := c.Commands("command", "which command ran")
	commands.Allow("deploy")
	outcome := c.Enum("outcome", "how it ended", append([]string{"ok", "error"}, more...)...)
	c.Event("command.invoke", "one run of a command", commands, outcome)
	return c, commands
}

const purpose = "How often commands run and fail, to decide what to improve."

func (s *scenario) aCatalogue() { s.catalog, _ = newCatalogue(purpose) }

func (s *scenario) aGuardedRecorder() error {
	s.aCatalogue()
	return s.newRecorder(s.config(telemetry.Enabled, s.catalog.Guard(&s.memory)))
}

func (s *scenario) aRecorderBehindAMistake(key string) error {
	s.aCatalogue()
	s.catalog.Bool(key, "a second time")
	return s.newRecorder(s.config(telemetry.Enabled, s.catalog.Guard(&s.memory)))
}

func (s *scenario) tryToRecordAttribute(ctx context.Context, name, key, value string) {
	s.err = s.recorder.Record(ctx, name, telemetry.String(key, value))
}

func (s *scenario) tryToRecordError(ctx context.Context, name, text string) {
	s.err = s.recorder.RecordEvent(ctx, telemetry.Event{Name: name, ErrMsg: text})
}

func (s *scenario) change(what string) {
	switch what {
	case "declares another event":
		s.changed, _ = newCatalogue(purpose)
		s.changed.Event("file.opened", "a file was opened")
	case "declares another value":
		s.changed, _ = newCatalogue(purpose, "cancelled")
	default:
		s.changed, _ = newCatalogue("Whom to sell what.")
	}
}

func (s *scenario) addCommand() {
	var commands *catalog.Commands
	s.changed, commands = newCatalogue(purpose)
	commands.Allow("destroy")
}

func (s *scenario) versions() (before, after string, err error) {
	if err := s.changed.Err(); err != nil {
		return "", "", err
	}
	return s.catalog.Version(), s.changed.Version(), nil
}

func (s *scenario) versionHasChanged() error {
	before, after, err := s.versions()
	if err == nil && before == after {
		err = fmt.Errorf("it is still %s", after)
	}
	return err
}

func (s *scenario) versionHasNotChanged() error {
	before, after, err := s.versions()
	if err == nil && before != after {
		err = fmt.Errorf("it was %s and is %s", before, after)
	}
	return err
}

func (s *scenario) noticeText() (string, error) {
	var b strings.Builder
	err := s.catalog.WriteNotice(&b)
	return b.String(), err
}

func (s *scenario) noticeSays(text string) error {
	notice, err := s.noticeText()
	if err == nil && !strings.Contains(notice, text) {
		err = fmt.Errorf("it does not:\n%s", notice)
	}
	return err
}

func (s *scenario) noticeDoesNotSay(text string) error {
	if s.noticeSays(text) == nil {
		return fmt.Errorf("it does")
	}
	return nil
}
