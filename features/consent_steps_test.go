package features

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cucumber/godog"
	"github.com/optin-go/optin/consent"
)

func (s *scenario) consentSteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^there is no consent file$`), s.homeDirIsEmpty)
	sc.Given(re(`^the consent file$`), s.theConsentFile)
	sc.Step(re(`^the consent file is "([^"]*)"$`), s.theConsentFileIs)
	sc.Given(re(`^a consent file of 1 MB that says enabled$`), s.aLargeConsentFile)
	sc.Given(re(`^the consent file's path is a directory$`), s.consentFileIsADirectory)
	sc.Given(re(`^everybody may write to the consent file$`), s.openConsentFileToAll)

	sc.When(re(`^the consent file is read$`), s.readConsent)
	sc.When(re(`^I try to read the consent file$`), s.tryToReadConsent)
	sc.When(re(`^the decision (enabled|disabled) of "([^"]*)"(?: under the notice "([^"]*)")? is written$`), s.writeConsent)
	sc.When(re(`^the consent file is reset$`), s.resetConsent)

	sc.Then(re(`^the state is (enabled|disabled|unset)$`), s.stateIs)
	sc.Then(re(`^the policy is (Enabled|Disabled)$`), s.policyIs)
	sc.Then(re(`^the decision was made at "([^"]*)"$`), s.decidedAt)
	sc.Then(re(`^the consent file holds$`), s.consentFileHolds)
	sc.Then(re(`^there is no file at the consent file's path$`), s.noConsentFile)
	sc.Then(re(`^there is no directory for the consent file$`), s.noConsentDirectory)
	sc.Then(re(`^the consent file has the mode (\d+)$`), s.consentHasMode)
	sc.Then(re(`^the consent file's directory has the mode (\d+)$`), s.consentDirectoryHasMode)
}

// states are the words of scenarios for the states.
var states = map[string]consent.State{
	"enabled":  consent.Enabled,
	"disabled": consent.Disabled,
	"unset":    consent.Unset,
}

func (s *scenario) homeDirIsEmpty() error { return checkAbsent(filepath.Dir(s.consentPath())) }

func (s *scenario) theConsentFile(contents *godog.DocString) error {
	return s.theConsentFileIs(contents.Content + "\n")
}

func (s *scenario) theConsentFileIs(contents string) error { return put(s.consentPath(), contents) }

func (s *scenario) aLargeConsentFile() error {
	return s.theConsentFileIs("version = 1\nstate = \"enabled\"\n" + strings.Repeat("# padding\n", 1<<20/len("# padding\n")))
}

func (s *scenario) consentFileIsADirectory() error { return os.MkdirAll(s.consentPath(), 0o700) }

func (s *scenario) openConsentFileToAll() error { return os.Chmod(s.consentPath(), 0o666) }

func (s *scenario) tryToReadConsent() { s.consent, s.err = consent.Read(s.consentPath()) }

func (s *scenario) readConsent() error {
	s.tryToReadConsent()
	return s.err
}

func (s *scenario) writeConsent(state, at, notice string) error {
	decidedAt, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return err
	}
	return consent.Write(s.consentPath(), consent.Consent{State: states[state], DecidedAt: decidedAt, Notice: notice})
}

func (s *scenario) resetConsent() error { return consent.Reset(s.consentPath()) }

func (s *scenario) stateIs(want string) error {
	if got := s.consent.State; got != states[want] {
		return fmt.Errorf("the state is %s", got)
	}
	return nil
}

func (s *scenario) policyIs(want string) error {
	if got := s.consent.State.Policy(); got != policies[want] {
		return fmt.Errorf("the policy is %v", got)
	}
	return nil
}

func (s *scenario) decidedAt(want string) error {
	if got := s.consent.DecidedAt.Format(time.RFC3339Nano); got != want {
		return fmt.Errorf("it was made at %q", got)
	}
	return nil
}

func (s *scenario) consentFileHolds(want *godog.DocString) error {
	got, err := os.ReadFile(s.consentPath())
	if err == nil && string(got) != want.Content+"\n" {
		err = fmt.Errorf("it holds:\n%s", got)
	}
	return err
}

func (s *scenario) noConsentFile() error { return checkAbsent(s.consentPath()) }

func (s *scenario) noConsentDirectory() error { return checkAbsent(filepath.Dir(s.consentPath())) }

func (s *scenario) consentHasMode(octal string) error { return checkMode(s.consentPath(), octal) }

func (s *scenario) consentDirectoryHasMode(octal string) error {
	return checkMode(filepath.Dir(s.consentPath()), octal)
}
