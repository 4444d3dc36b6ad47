package features

import (
	"context"
	"regexp"
	"sync"
	"time"

	"github.com/cucumber/godog"
)

// scenario is the state of one scenario. No two share anything.
type scenario struct {
	t       *scenarioT
	started time.Time

	// err is what the last step that "tries" something got. Any other step fails
	// on an error at once.
	err error

	home
	recording
	eventFile
	identities
	decision
	redacted
	houseRules
	remote
	declared
	shell
}

// initializeScenario gives a scenario its steps and a state of its own, which it
// returns. godog calls it once for each scenario.
func initializeScenario(sc *godog.ScenarioContext) *scenario {
	s := &scenario{}
	sc.Before(func(ctx context.Context, running *godog.Scenario) (context.Context, error) {
		s.t = &scenarioT{TestingT: godog.T(ctx), name: running.Name}
		s.started = time.Now()
		return ctx, nil
	})
	sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
		return ctx, s.t.end()
	})
	s.failureSteps(sc)
	s.telemetrySteps(sc)
	s.fileSteps(sc)
	s.machineIDSteps(sc)
	s.consentSteps(sc)
	s.resolutionSteps(sc)
	s.redactionSteps(sc)
	s.houseRuleSteps(sc)
	s.remoteSteps(sc)
	s.catalogSteps(sc)
	s.commandSteps(sc)
	s.snapshotSteps(sc)
	return s
}

var expressions sync.Map // of *regexp.Regexp, by their text

// re compiles an expression once, and not for each scenario, as godog would.
func re(expression string) *regexp.Regexp {
	found, ok := expressions.Load(expression)
	if !ok {
		found, _ = expressions.LoadOrStore(expression, regexp.MustCompile(expression))
	}
	return found.(*regexp.Regexp)
}
