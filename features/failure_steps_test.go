package features

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"
	"github.com/optin-go/optin/telemetry"
)

func (s *scenario) failureSteps(sc *godog.ScenarioContext) {
	sc.Then(re(`^it fails with an? (.+) that mentions "([^"]*)"$`), s.failsWith)
	sc.Then(re(`^the error does not mention "([^"]*)"$`), s.errorDoesNotMention)
}

// kinds are the words of scenarios for the kinds of errors.
var kinds = map[string]telemetry.ErrorKind{
	"I/O error":           telemetry.ErrIO,
	"encoding error":      telemetry.ErrSerde,
	"HTTP error":          telemetry.ErrHTTP,
	"OTLP error":          telemetry.ErrOTLP,
	"configuration error": telemetry.ErrConfig,
	"rejection":           telemetry.ErrRejected,
}

func (s *scenario) failsWith(kind, text string) error {
	want, ok := kinds[kind]
	var typed *telemetry.Error
	switch {
	case !ok:
		return fmt.Errorf("no kind of error is called %q here", kind)
	case s.err == nil:
		return errors.New("it did not fail")
	case !errors.As(s.err, &typed) || !errors.Is(s.err, want):
		return fmt.Errorf("the error is none that is called %q here: %w", kind, s.err)
	case !strings.Contains(s.err.Error(), text):
		return fmt.Errorf("the error does not mention %q: %w", text, s.err)
	}
	return nil
}

func (s *scenario) errorDoesNotMention(text string) error {
	switch {
	case s.err == nil:
		return errors.New("it did not fail")
	case strings.Contains(s.err.Error(), text):
		return fmt.Errorf("the error mentions %q: %w", text, s.err)
	}
	return nil
}
