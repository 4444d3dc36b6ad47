package features

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/cucumber/godog"
	"github.com/optin-go/optin/machineid"
)

// fixedMachineID is the identity of the machine in snapshots: that of the
// documentation's known answers.
const fixedMachineID = "a759226c9913d48c2e2c30a58b8a1deb70d2762377536395ad1d358219ffffe1"

// identities are those that were derived, and how often a Recorder asked.
type identities struct {
	ids   []string
	asked int
}

func (s *scenario) machineIDSteps(sc *godog.ScenarioContext) {
	sc.Step(re(`^I derive the machine ID with the salt "([^"]*)"(?: again)?$`), s.deriveID)

	sc.Then(re(`^the two IDs are equal$`), s.idsAreEqual)
	sc.Then(re(`^the two IDs differ$`), s.twoIDsDiffer)
	sc.Then(re(`^each ID is 64 hex characters$`), s.idsAreHex)
	sc.Then(re(`^the machine ID was asked for (\d+) times?$`), s.askedForID)
	sc.Then(re(`^every event has the machine ID that was given$`), s.eventsHaveID)
	sc.Then(re(`^printing the Recorder in any way does not show the machine ID$`), s.printingHidesID)
}

// giveMachineID stands in for machineid.Derive, and counts the calls.
func (s *scenario) giveMachineID(string) string {
	s.asked++
	return fixedMachineID
}

func (s *scenario) deriveID(salt string) { s.ids = append(s.ids, machineid.Derive(salt)) }

func (s *scenario) areIDsEqual() (bool, error) {
	if len(s.ids) != 2 {
		return false, fmt.Errorf("there are %d IDs", len(s.ids))
	}
	return s.ids[0] == s.ids[1], nil
}

func (s *scenario) idsAreEqual() error {
	equal, err := s.areIDsEqual()
	if err == nil && !equal {
		err = errors.New("they differ")
	}
	return err
}

func (s *scenario) twoIDsDiffer() error {
	equal, err := s.areIDsEqual()
	if err == nil && equal {
		err = errors.New("they are equal")
	}
	return err
}

var hex64 = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (s *scenario) idsAreHex() error {
	if len(s.ids) == 0 {
		return errors.New("there are no IDs")
	}
	for i, id := range s.ids {
		if !hex64.MatchString(id) {
			return fmt.Errorf("ID %d, of %d characters, is not", i, len(id))
		}
	}
	return nil
}

func (s *scenario) askedForID(times int) error {
	if s.asked != times {
		return fmt.Errorf("it was asked for %d times", s.asked)
	}
	return nil
}

func (s *scenario) eventsHaveID() error {
	events := s.memory.Snapshot()
	if len(events) == 0 {
		return errors.New("there are no events")
	}
	for i, e := range events {
		if e.MachineID != fixedMachineID {
			return fmt.Errorf("event %d has the machine ID %q", i, e.MachineID)
		}
	}
	return nil
}

func (s *scenario) printingHidesID() error {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		for _, printed := range []string{fmt.Sprintf(verb, s.recorder), fmt.Sprintf(verb, *s.recorder)} {
			if strings.Contains(printed, fixedMachineID) {
				return fmt.Errorf("%s shows it: %s", verb, printed)
			}
		}
	}
	return nil
}
