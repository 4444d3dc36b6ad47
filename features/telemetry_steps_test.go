package features

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	memorysink "github.com/optin-go/optin/sinks/memory"
	"github.com/optin-go/optin/telemetry"
)

// recording is a Recorder and the memory sink in which its events end up.
type recording struct {
	recorder *telemetry.Recorder
	memory   memorysink.Sink
}

func (s *scenario) telemetrySteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^a Recorder with a memory sink and (Enabled|Disabled) policy$`), s.aRecorder)
	sc.Given(re(`^a Recorder with a failing sink, a panicking sink and a memory sink$`), s.aRecorderWithBrokenSinks)

	sc.When(re(`^I record "([^"]*)"$`), s.record)
	sc.When(re(`^I record "([^"]*)" (\d+) times$`), s.recordTimes)
	sc.When(re(`^I record "([^"]*)" with the attributes$`), s.recordAttributes)
	sc.When(re(`^I record "([^"]*)" with the arguments "([^"]*)" and the error "([^"]*)"$`), s.recordEvent)
	sc.When(re(`^I record an event whose attribute holds quotes, line breaks, markup and broken UTF-8$`), s.recordOddText)
	sc.When(re(`^I record an event with a value of 10 MB$`), s.recordLongValue)
	sc.When(re(`^I try to record "([^"]*)"$`), s.tryToRecord)
	sc.When(re(`^I try to record an event with (.+)$`), s.tryToRecordBeyondLimits)

	sc.Then(re(`^the sink has (\d+) events?$`), s.sinkHas)
	sc.Then(re(`^the last event is named "([^"]*)"$`), s.lastEventIsNamed)
	sc.Then(re(`^the event at index (\d+) is named "([^"]*)"$`), s.eventIsNamed)
	sc.Then(re(`^the last event's attribute "([^"]*)" is "([^"]*)"$`), s.lastAttributeIs)
	sc.Then(re(`^the last event's attribute "([^"]*)" has at most (\d+) bytes and ends in "([^"]*)"$`), s.lastAttributeIsCut)
	sc.Then(re(`^the last event is of severity "([^"]*)"$`), s.lastSeverityIs)
	sc.Then(re(`^the last event is one line of JSON$`), s.lastEventIsOneLine)
	sc.Then(re(`^no two events have the same ID$`), s.idsDiffer)
}

// config returns a complete configuration that records to sink. Its machine ID
// is the same everywhere, so that snapshots are.
func (s *scenario) config(policy telemetry.CollectionPolicy, sink telemetry.Sink) telemetry.Config {
	return telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.4.0",
		Policy:      policy,
		Salt:        "mytool.telemetry.v1",
		MachineID:   s.giveMachineID,
		Sink:        sink,
	}
}

func (s *scenario) newRecorder(cfg telemetry.Config) (err error) {
	s.recorder, err = telemetry.New(cfg)
	return err
}

func (s *scenario) aRecorder(policy string) error {
	return s.newRecorder(s.config(policies[policy], &s.memory))
}

func (s *scenario) aRecorderWithBrokenSinks() error {
	failing := telemetry.SinkFunc(func(context.Context, telemetry.Event) error {
		return &telemetry.Error{Kind: telemetry.ErrIO, Op: "failing sink", Err: errors.New("out of order")}
	})
	panicking := telemetry.SinkFunc(func(context.Context, telemetry.Event) error { panic("out of order") })
	return s.newRecorder(s.config(telemetry.Enabled, telemetry.Tee(failing, panicking, &s.memory)))
}

func (s *scenario) record(ctx context.Context, name string) error {
	return s.recorder.Record(ctx, name)
}

func (s *scenario) recordTimes(ctx context.Context, name string, times int) error {
	for range times {
		if err := s.recorder.Record(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (s *scenario) recordAttributes(ctx context.Context, name string, table *godog.Table) error {
	var attrs []telemetry.Attr
	for _, row := range table.Rows {
		attrs = append(attrs, telemetry.String(row.Cells[0].Value, row.Cells[1].Value))
	}
	return s.recorder.Record(ctx, name, attrs...)
}

func (s *scenario) recordEvent(ctx context.Context, name, args, errMsg string) error {
	return s.recorder.RecordEvent(ctx, telemetry.Event{Name: name, Args: args, ErrMsg: errMsg})
}

func (s *scenario) recordOddText(ctx context.Context) error {
	return s.recorder.Record(ctx, "odd.text", telemetry.String("text", "\"quoted\" 'text'\r\nin <b>two</b> lines & \u2028 \xff broken \x00"))
}

func (s *scenario) recordLongValue(ctx context.Context) error {
	return s.recorder.Record(ctx, "long.value", telemetry.String("value", strings.Repeat("many words ", 10<<20/len("many words "))))
}

func (s *scenario) tryToRecord(ctx context.Context, name string) {
	s.err = s.recorder.Record(ctx, name)
}

func (s *scenario) tryToRecordBeyondLimits(ctx context.Context, what string) error {
	const name = "beyond.limits"
	switch what {
	case "no name":
		s.err = s.recorder.Record(ctx, "")
	case "a 129-byte name":
		s.err = s.recorder.Record(ctx, strings.Repeat("n", 129))
	case "65 attributes":
		var attrs []telemetry.Attr
		for i := range 65 {
			attrs = append(attrs, telemetry.String("key"+strconv.Itoa(i), "value"))
		}
		s.err = s.recorder.Record(ctx, name, attrs...)
	case "an empty key":
		s.err = s.recorder.Record(ctx, name, telemetry.String("", "value"))
	case "a 129-byte key":
		s.err = s.recorder.Record(ctx, name, telemetry.String(strings.Repeat("k", 129), "value"))
	default:
		return fmt.Errorf("no event with %s is known here", what)
	}
	return nil
}

func (s *scenario) sinkHas(want int) error {
	if got := s.memory.Len(); got != want {
		return fmt.Errorf("the sink has %d events", got)
	}
	return nil
}

func (s *scenario) eventAt(index int) (telemetry.Event, error) {
	events := s.memory.Snapshot()
	if index < 0 || index >= len(events) {
		return telemetry.Event{}, fmt.Errorf("the sink has %d events, and so none at index %d", len(events), index)
	}
	return events[index], nil
}

func (s *scenario) lastEvent() (telemetry.Event, error) { return s.eventAt(s.memory.Len() - 1) }

func (s *scenario) lastEventIsNamed(want string) error {
	return s.eventIsNamed(s.memory.Len()-1, want)
}

func (s *scenario) eventIsNamed(index int, want string) error {
	e, err := s.eventAt(index)
	if err == nil && e.Name != want {
		err = fmt.Errorf("the event is named %q", e.Name)
	}
	return err
}

func (s *scenario) lastAttribute(key string) (string, error) {
	e, err := s.lastEvent()
	if err != nil {
		return "", err
	}
	value, ok := e.Attrs.Get(key)
	if !ok {
		return "", fmt.Errorf("the event has no such attribute, only %v", e.Attrs)
	}
	return value, nil
}

func (s *scenario) lastAttributeIs(key, want string) error {
	got, err := s.lastAttribute(key)
	if err == nil && got != want {
		err = fmt.Errorf("the attribute is %q", got)
	}
	return err
}

func (s *scenario) lastAttributeIsCut(key string, most int, end string) error {
	got, err := s.lastAttribute(key)
	if err == nil && (len(got) > most || !strings.HasSuffix(got, end)) {
		err = fmt.Errorf("the attribute has %d bytes and ends in %q", len(got), got[max(0, len(got)-len(end)):])
	}
	return err
}

func (s *scenario) lastSeverityIs(want string) error {
	e, err := s.lastEvent()
	if err == nil && e.Severity() != want {
		err = fmt.Errorf("the severity is %q", e.Severity())
	}
	return err
}

func (s *scenario) lastEventIsOneLine() error {
	e, err := s.lastEvent()
	if err != nil {
		return err
	}
	line, err := e.AppendJSON(nil)
	switch {
	case err != nil:
		return err
	case !json.Valid(line):
		return fmt.Errorf("it is not JSON: %q", line)
	case bytes.ContainsAny(line, "\r\n\u2028\u2029"):
		return fmt.Errorf("it is not one line: %q", line)
	}
	return nil
}

func (s *scenario) idsDiffer() error {
	var ids []string
	for _, e := range s.memory.Snapshot() {
		ids = append(ids, e.ID.String())
	}
	slices.Sort(ids)
	if different := len(slices.Compact(slices.Clone(ids))); different != len(ids) {
		return fmt.Errorf("%d events have %d IDs", len(ids), different)
	}
	return nil
}
