package features

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"
	"github.com/optin-go/optin/redact"
	"github.com/optin-go/optin/telemetry"
)

// redacted is a text before and after redaction, and all that a sink of somebody
// else's was given.
type redacted struct {
	before, after string
	stranger      []string
}

func (s *scenario) redactionSteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^a Recorder with a stranger's sink$`), s.aRecorderWithAStranger)
	sc.Given(re(`^a Recorder with a memory sink and a rule that removes "([^"]*)"$`), s.aRecorderWithARule)

	sc.When(re(`^the text "(.*)" is redacted$`), s.redactText)
	sc.When(re(`^I record "([^"]*)" with args, err_msg and attributes that hold "([^"]*)"$`), s.recordEverywhere)

	sc.Then(re(`^it contains "([^"]*)"$`), s.redactedContains)
	sc.Then(re(`^it does not contain "([^"]*)"$`), s.redactedDoesNotContain)
	sc.Then(re(`^it is unchanged$`), s.redactedIsUnchanged)
	sc.Then(re(`^redacting it again changes nothing$`), s.redactingAgainChangesNothing)
	sc.Then(re(`^no event contains "([^"]*)"$`), s.noEventContains)
	sc.Then(re(`^the stranger's sink saw (\d+) events?$`), s.strangerSawEvents)
	sc.Then(re(`^the stranger's sink did not see "([^"]*)"$`), s.strangerDidNotSee)
}

func (s *scenario) redactText(text string) { s.before, s.after = text, redact.String(text) }

func (s *scenario) redactedContains(text string) error {
	if !strings.Contains(s.after, text) {
		return fmt.Errorf("it is %q", s.after)
	}
	return nil
}

func (s *scenario) redactedDoesNotContain(text string) error {
	if strings.Contains(s.after, text) {
		return fmt.Errorf("it is %q", s.after)
	}
	return nil
}

func (s *scenario) redactedIsUnchanged() error {
	if s.after != s.before {
		return fmt.Errorf("it is %q", s.after)
	}
	return nil
}

func (s *scenario) redactingAgainChangesNothing() error {
	if again := redact.String(s.after); again != s.after || s.after == s.before {
		return fmt.Errorf("%q became %q, and then %q", s.before, s.after, again)
	}
	return nil
}

func (s *scenario) aRecorderWithARule(text string) error {
	cfg := s.config(telemetry.Enabled, &s.memory)
	cfg.Redact = func(in string) string { return strings.ReplaceAll(in, text, "[removed]") }
	return s.newRecorder(cfg)
}

func (s *scenario) aRecorderWithAStranger() error {
	// It looks at all that there is of an event, whatever its encoding shows.
	stranger := telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
		s.stranger = append(s.stranger, fmt.Sprintf("%#v", e))
		return nil
	})
	return s.newRecorder(s.config(telemetry.Enabled, stranger))
}

func (s *scenario) recordEverywhere(ctx context.Context, name, secret string) error {
	return s.recorder.RecordEvent(ctx, telemetry.Event{
		Name:   name,
		Args:   "deploy --token " + secret,
		ErrMsg: "auth: Bearer " + secret,
		Attrs: telemetry.Attrs{
			telemetry.String("credential", secret),
			telemetry.String("text", "the server refused "+secret),
		},
	})
}

func (s *scenario) noEventContains(text string) error {
	events := s.memory.Snapshot()
	if len(events) == 0 {
		return errors.New("there are no events")
	}
	for _, e := range events {
		if printed := fmt.Sprintf("%#v", e); strings.Contains(printed, text) {
			return fmt.Errorf("one does: %s", printed)
		}
	}
	return nil
}

func (s *scenario) strangerSawEvents(want int) error {
	if got := len(s.stranger); got != want {
		return fmt.Errorf("it saw %d", got)
	}
	return nil
}

func (s *scenario) strangerDidNotSee(text string) error {
	for _, printed := range s.stranger {
		if strings.Contains(printed, text) {
			return fmt.Errorf("it saw %s", printed)
		}
	}
	return nil
}
