package features

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"
	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// decision is what a person and the environment say, and what follows from it.
type decision struct {
	tool    string            // "" is mytool
	notice  string            // the one now in force
	environ map[string]string // all that the Resolver sees of the environment

	consent  consent.Consent // as it was last read
	resolved consent.Decision
}

func (s *scenario) resolutionSteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^the tool is "([^"]*)"$`), s.theToolIs)
	sc.Given(re(`^nobody has decided$`), s.homeDirIsEmpty)
	sc.Step(re(`^the person (enable|disable)[ds] telemetry(?: under the notice "([^"]*)")? on "([^"]*)"$`), s.decide)
	sc.Given(re(`^the notice in force is "([^"]*)"$`), s.theNoticeIs)
	sc.Given(re(`^the environment variable "([^"]*)" is "([^"]*)"$`), s.theVariableIs)

	sc.When(re(`^the tool asks whether it may collect$`), s.resolve)
	sc.When(re(`^I try to ask whether the tool may collect$`), s.tryToResolve)

	sc.Then(re(`^collection is (on|off)$`), s.collectionIs)
	sc.Then(re(`^the reason is "([^"]*)"$`), s.reasonIs)
	sc.Then(re(`^the vetoes are "([^"]*)"$`), s.vetoesAre)
	sc.Then(re(`^there are no vetoes$`), s.noVetoes)
	sc.Then(re(`^a note says "([^"]*)"$`), s.aNoteSays)
	sc.Then(re(`^neither the reasons nor the notes mention "([^"]*)"$`), s.nothingMentions)
	sc.Then(re(`^events are to be shown$`), s.eventsAreShown)
}

// policies are the words of scenarios for the policies.
var policies = map[string]telemetry.CollectionPolicy{
	"Enabled":  telemetry.Enabled,
	"Disabled": telemetry.Disabled,
}

func (s *scenario) theToolIs(name string) { s.tool = name }

func (s *scenario) decide(verb, notice, day string) error {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return err
	}
	return consent.Write(s.consentPath(), consent.Consent{State: states[verb+"d"], DecidedAt: at, Notice: notice})
}

func (s *scenario) theNoticeIs(notice string) { s.notice = notice }

func (s *scenario) theVariableIs(name, value string) {
	if s.environ == nil {
		s.environ = map[string]string{}
	}
	s.environ[name] = value
}

func (s *scenario) lookupEnv(name string) (string, bool) {
	value, ok := s.environ[name]
	return value, ok
}

func (s *scenario) tryToResolve() {
	tool := s.tool
	if tool == "" {
		tool = "mytool"
	}
	s.resolved, s.err = consent.Resolver{
		Tool:      tool,
		Path:      s.consentPath(),
		Notice:    s.notice,
		LookupEnv: s.lookupEnv,
	}.Resolve()
}

func (s *scenario) resolve() error {
	s.tryToResolve()
	return s.err
}

func (s *scenario) collectionIs(want string) error {
	policy := telemetry.Disabled
	if want == "on" {
		policy = telemetry.Enabled
	}
	if s.resolved.Policy != policy {
		return fmt.Errorf("it is not: %s", s.resolved.Reason())
	}
	return nil
}

func (s *scenario) reasonIs(want string) error {
	if got := s.resolved.Reason(); got != want {
		return fmt.Errorf("the reason is %q", got)
	}
	return nil
}

func (s *scenario) codes() []string {
	var codes []string
	for _, v := range s.resolved.Vetoes {
		codes = append(codes, string(v.Code))
	}
	return codes
}

func (s *scenario) vetoesAre(want string) error {
	if got := strings.Join(s.codes(), ", "); got != want {
		return fmt.Errorf("the vetoes are %q", got)
	}
	return nil
}

func (s *scenario) noVetoes() error { return s.vetoesAre("") }

func (s *scenario) aNoteSays(text string) error {
	if !slices.ContainsFunc(s.resolved.Notes, func(note string) bool { return strings.Contains(note, text) }) {
		return fmt.Errorf("the notes are %q", s.resolved.Notes)
	}
	return nil
}

func (s *scenario) nothingMentions(text string) error {
	for _, sentence := range slices.Concat(s.resolved.Reasons(), s.resolved.Notes) {
		if strings.Contains(sentence, text) {
			return fmt.Errorf("one says %q", sentence)
		}
	}
	return nil
}

func (s *scenario) eventsAreShown() error {
	if !s.resolved.Log {
		return errors.New("they are not")
	}
	return nil
}
