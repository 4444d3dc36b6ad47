package features

import (
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/cucumber/godog"
)

// exitDefinitions is what godog returns when it printed the steps, as asked.
const exitDefinitions = 2

func TestFeatures(t *testing.T) {
	var ran atomic.Int32 // scenarios may run side by side
	o := options
	o.TestingT = t
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		o.Tags = without(o.Tags, "@unix")
	}
	suite := godog.TestSuite{
		Name:    "features",
		Options: &o,
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			ran.Add(1)
			initializeScenario(sc)
		},
	}
	code := suite.Run()
	switch {
	case o.ShowStepDefinitions && code == exitDefinitions:
	case code != 0:
		t.Fatalf("godog ended with %d", code)
	case ran.Load() == 0:
		t.Fatal("no scenario is selected; a line must be that of the word Scenario, and a tag one that is used")
	}
}

// without returns a filter for tags that leaves out what has tag.
func without(filter, tag string) string {
	if filter == "" {
		return "~" + tag
	}
	return filter + " && ~" + tag
}
