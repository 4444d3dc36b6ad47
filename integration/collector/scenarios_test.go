package collector

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/cucumber/godog"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// The other scenarios of the specification are in features/, which must not
// require the Collector.
func TestScenarios(t *testing.T) {
	suite := godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			s := &scenario{t: t, arrived: new(consumertest.LogsSink)}
			sc.Given(`^the Collector's receiver$`, func() { s.sink = startReceiver(t, s.arrived) })
			sc.When(`^I emit an OtlpSink event named "([^"]*)" of the tool "([^"]*)" with err_msg "([^"]*)"$`, s.emit)
			sc.Then(`^the Collector received (\d+) log records?$`, s.received)
			sc.Then(`^its resource says that "([^"]*)" is "([^"]*)"$`, s.resourceSays)
			sc.Then(`^its severity is ERROR$`, s.isError)
			sc.Then(`^its event name is "([^"]*)"$`, s.isNamed)
			sc.Then(`^its attribute "([^"]*)" is "([^"]*)"$`, s.attributeIs)
		},
		Options: &godog.Options{Format: "progress", NoColors: true, Paths: []string{"otlp.feature"}, Strict: true, TestingT: t},
	}
	if suite.Run() != 0 {
		t.Error("a scenario does not hold")
	}
}

// scenario is the state of one scenario.
type scenario struct {
	t       *testing.T
	sink    *otlpsink.Sink
	arrived *consumertest.LogsSink
}

func (s *scenario) emit(ctx context.Context, name, tool, errMsg string) error {
	return s.sink.Emit(ctx, telemetry.Event{
		Name: name, Tool: tool, ToolVersion: "1.4.0", MachineID: "m1",
		TimestampUTC: time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC), ErrMsg: errMsg, ID: telemetry.ID{15: 1},
	})
}

func (s *scenario) received(want int) error {
	if n := s.arrived.LogRecordCount(); n != want {
		return fmt.Errorf("it received %d", n)
	}
	return nil
}

func (s *scenario) resource() pcommon.Map {
	return s.arrived.AllLogs()[0].ResourceLogs().At(0).Resource().Attributes()
}

func (s *scenario) record() plog.LogRecord {
	return s.arrived.AllLogs()[0].ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
}

func (s *scenario) resourceSays(key, want string) error { return says(s.resource(), key, want) }

func (s *scenario) attributeIs(key, want string) error {
	return says(s.record().Attributes(), key, want)
}

func says(m pcommon.Map, key, want string) error {
	if v, ok := m.Get(key); !ok || v.AsString() != want {
		return fmt.Errorf("it is %q, there %v", v.AsString(), ok)
	}
	return nil
}

func (s *scenario) isError() error {
	if got := s.record().SeverityText(); got != "ERROR" || s.record().SeverityNumber() != plog.SeverityNumberError {
		return fmt.Errorf("it is %v %q", s.record().SeverityNumber(), got)
	}
	return nil
}

func (s *scenario) isNamed(want string) error {
	if got := s.record().EventName(); got != want {
		return fmt.Errorf("it is %q", got)
	}
	return nil
}
