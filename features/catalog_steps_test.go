package features

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
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
	sc.Given(re(`^a catalogue$`), s.aCatalogue)
	sc.Given(re(`^a Recorder that holds to a catalogue$`), s.aGuardedRecorder)
	sc.Given(re(`^a Recorder that holds to a catalogue that declares the text of errors$`), s.aRecorderWithErrorText)
	sc.Given(re(`^a Recorder that holds to a catalogue that declares "([^"]*)" twice$`), s.aRecorderBehindAMistake)

	sc.When(re(`^I try to record "([^"]*)" with the attribute "([^"]*)" of "([^"]*)"$`), s.tryToRecordAttribute)
	sc.When(re(`^I try to record "([^"]*)" with the error "([^"]*)"$`), s.tryToRecordError)
	sc.When(re(`^it (declares another event|declares another attribute|declares another value|gives another reason for what it collects)$`), s.change)
	sc.When(re(`^the tool gets another command$`), s.addCommand)

	sc.Then(re(`^its version has changed$`), s.versionHasChanged)
	sc.Then(re(`^its version has not changed$`), s.versionHasNotChanged)
	sc.Then(re(`^its author is told of "([^"]*)"$`), s.authorIsTold)
	sc.Then(re(`^it has no notice and no version$`), s.noNoticeAndNoVersion)
	sc.Then(re(`^its notice matches its snapshot$`), s.noticeMatches)
	sc.Then(re(`^its notice says "([^"]*)"$`), s.noticeSays)
	sc.Then(re(`^its notice does not say "([^"]*)"$`), s.noticeDoesNotSay)
}

// catalogue is what the catalogue of a scenario declares beyond that of all
// others.
type catalogue struct {
	purpose   string   // another one
	outcomes  []string // more of them
	attribute bool     // another one
	errorText bool
}

func (more catalogue) declare() (*catalog.Catalog, *catalog.Commands) {
	c := catalog.New("mytool", cmp.Or(more.purpose, purpose))
	commands := c.Commands("command", "which command ran")
	commands.Allow("deploy")
	outcome := c.Enum("outcome", "how it ended", append([]string{"ok", "error"}, more.outcomes...)...)
	attributes := []catalog.Attribute{commands, outcome}
	if more.attribute {
		attributes = append(attributes, c.Bool("dry_run", "whether it was a rehearsal"))
	}
	if more.errorText {
		attributes = append(attributes, c.ErrorText("why it failed"))
	}
	c.Event("command.invoke", "one run of a command", attributes...)
	return c, commands
}

const purpose = "How often commands run and fail, to decide what to improve."

func (s *scenario) aCatalogue() { s.catalog, _ = catalogue{}.declare() }

func (s *scenario) aGuardedRecorder() error {
	s.aCatalogue()
	return s.declaredRecorder()
}

func (s *scenario) aRecorderWithErrorText() error {
	s.catalog, _ = catalogue{errorText: true}.declare()
	return s.declaredRecorder()
}

func (s *scenario) aRecorderBehindAMistake(key string) error {
	s.aCatalogue()
	s.catalog.Bool(key, "a second time")
	return s.declaredRecorder()
}

// declaredRecorder makes a Recorder that holds to the catalogue.
func (s *scenario) declaredRecorder() error {
	cfg := s.config(telemetry.Enabled, &s.memory)
	cfg.Vocabulary = s.catalog
	return s.newRecorder(cfg)
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
		s.changed, _ = catalogue{}.declare()
		s.changed.Event("file.opened", "a file was opened")
	case "declares another attribute":
		s.changed, _ = catalogue{attribute: true}.declare()
	case "declares another value":
		s.changed, _ = catalogue{outcomes: []string{"cancelled"}}.declare()
	default:
		s.changed, _ = catalogue{purpose: "Whom to sell what."}.declare()
	}
}

func (s *scenario) addCommand() {
	var commands *catalog.Commands
	s.changed, commands = catalogue{}.declare()
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

// noticeMatches compares the notice line by line, as people read it.
func (s *scenario) noticeMatches() error {
	notice, err := s.noticeText()
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(strings.Split(strings.TrimSuffix(notice, "\n"), "\n")); err != nil {
		return err
	}
	s.matchLine(lines.Bytes())
	return nil
}

func (s *scenario) authorIsTold(text string) error {
	switch err := s.catalog.Err(); {
	case err == nil:
		return errors.New("the author is told of nothing")
	case !strings.Contains(err.Error(), text):
		return fmt.Errorf("the author is told: %w", err)
	}
	return nil
}

func (s *scenario) noNoticeAndNoVersion() error {
	if notice, err := s.noticeText(); err == nil || notice != "" {
		return fmt.Errorf("it has the notice %q", notice)
	}
	if version := s.catalog.Version(); version != "" {
		return fmt.Errorf("it has the version %s", version)
	}
	return nil
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
