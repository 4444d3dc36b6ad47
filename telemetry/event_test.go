package telemetry_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

var fixedTime = time.Date(2026, time.May, 8, 12, 34, 56, 123456789, time.UTC)

// goldenEvents are the events of testdata/events.golden.jsonl, line by line.
var goldenEvents = []telemetry.Event{
	{
		Name: "command.invoke", Tool: "mytool", ToolVersion: "1.4.0", MachineID: testMachineID, TimestampUTC: fixedTime,
		Args: "deploy --target prod", ErrMsg: "no such target",
		Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "error"}},
		ID:    telemetry.ID{0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0xff},
	},
	{Name: "minimal", Tool: "mytool", ToolVersion: "1.4.0", MachineID: testMachineID, TimestampUTC: fixedTime.Truncate(time.Second)},
	{
		Name: "escapes", Tool: "my-tool", ToolVersion: "1.4.0+beta", MachineID: testMachineID, TimestampUTC: fixedTime.Truncate(time.Millisecond),
		Attrs: telemetry.Attrs{
			{Key: "control", Value: "\x00\x01\b\t\n\v\f\r\x1b\x1f\x7f"},
			{Key: "invalid", Value: "a\xff\xfe\xe2\x82z\xed\xa0\x80"},
			{Key: "markup", Value: "<a href='x'>&amp;</a>"},
			{Key: "separators", Value: "\u2027\u2028\u2029\u202a"},
			{Key: "unicode", Value: "naïve 日本 \U0001F600 \uFFFD"},
		},
	},
}

func TestEventFieldNames(t *testing.T) {
	golden, err := os.ReadFile("testdata/events.golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Collect(strings.Lines(string(golden)))
	if len(lines) != len(goldenEvents) {
		t.Fatalf("testdata has %d lines, want %d", len(lines), len(goldenEvents))
	}
	for i, e := range goldenEvents {
		if got := encode(t, e) + "\n"; got != lines[i] {
			t.Errorf("event %q is encoded as\n%swant\n%s", e.Name, got, lines[i])
		}
	}
}

func TestEventsAreReadBack(t *testing.T) {
	for _, e := range goldenEvents {
		line := encode(t, e)
		var back telemetry.Event
		if err := json.Unmarshal([]byte(line), &back); err != nil {
			t.Fatalf("%s: %v", e.Name, err)
		}
		if got := strings.ReplaceAll(encode(t, back), "\uFFFD", `\ufffd`); got != strings.ReplaceAll(line, "\uFFFD", `\ufffd`) {
			t.Errorf("read back, event %q is\n%s, want\n%s", e.Name, got, line)
		}
	}
}

// The specification's crate writes no id, and its attributes in any order.
func TestEventOfTheRustCrateIsRead(t *testing.T) {
	line := `{"name":"deploy","tool":"t","tool_version":"1.0.0","machine_id":"m","timestamp_utc":"2026-05-08T12:34:56.123456789Z","attrs":{"outcome":"ok","command":"deploy"}}`
	var e telemetry.Event
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		t.Fatal(err)
	}
	want := telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}}
	if e.Name != "deploy" || !e.TimestampUTC.Equal(fixedTime) || !slices.Equal(e.Attrs, want) || !e.ID.IsZero() {
		t.Errorf("the event was read as %+v", e)
	}
}

func TestEmbeddingKeepsOwnFields(t *testing.T) {
	type withSeverity struct {
		telemetry.Event
		Severity string `json:"severity"`
	}
	data, err := json.Marshal(withSeverity{Event: goldenEvents[1], Severity: "INFO"})
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSuffix(encode(t, goldenEvents[1]), "}") + `,"severity":"INFO"}`; string(data) != want {
		t.Errorf("an embedding type is encoded as\n%s, want\n%s", data, want)
	}
}

func TestSeverity(t *testing.T) {
	for errMsg, want := range map[string]string{"": "INFO", "failed": "ERROR"} {
		if got := (telemetry.Event{ErrMsg: errMsg}).Severity(); got != want {
			t.Errorf("with ErrMsg %q, Severity is %q, want %q", errMsg, got, want)
		}
	}
}

func TestCloneSharesNoAttributes(t *testing.T) {
	e := goldenEvents[0]
	c := e.Clone()
	if encode(t, c) != encode(t, e) {
		t.Error("the clone differs")
	}
	c.Attrs[0].Value = "changed"
	if e.Attrs[0].Value != "deploy" {
		t.Error("a change of the clone shows in the original")
	}
}

func TestRedacted(t *testing.T) {
	const credential = "ghp_" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	attrs := telemetry.Attrs{{Key: "header", Value: "Authorization: Bearer " + credential}, {Key: "token", Value: "short"}}
	e := telemetry.Event{Name: "any", Args: "--token " + credential, ErrMsg: "https://u:" + credential + "@host/", Attrs: attrs}
	r := e.Redacted()
	line := encode(t, r)
	for _, secret := range []string{credential, "short"} {
		if strings.Contains(line, secret) {
			t.Errorf("%q is left: %s", secret, line)
		}
	}
	if !strings.Contains(attrs[0].Value, credential) || attrs[1].Value != "short" {
		t.Error("Redacted modified the attributes of its receiver")
	}
	if again := encode(t, r.Redacted()); again != line {
		t.Errorf("redacted twice, the event is %s, want %s", again, line)
	}
}

func TestRedactedCostsNothingForARecordersEvent(t *testing.T) {
	sink := &keepSink{}
	rec := newRecorder(t, sink)
	err := rec.RecordEvent(t.Context(), telemetry.Event{Name: "any", Args: "--token=abc", ErrMsg: "failed", Attrs: telemetry.Attrs{{Key: "k", Value: "v"}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]telemetry.Event{"event": sink.only(t), "clone": sink.only(t).Clone()} {
		var r telemetry.Event
		if n := testing.AllocsPerRun(100, func() { r = e.Redacted() }); n != 0 {
			t.Errorf("%s: %v allocations, want 0", name, n)
		}
		if &r.Attrs[0] != &e.Attrs[0] {
			t.Errorf("%s: the attributes were copied", name)
		}
	}
}

// A sink in between may hand on an event with another text.
func TestRedactedSeesReplacedText(t *testing.T) {
	const credential = "ghp_" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	sink := &keepSink{}
	if err := newRecorder(t, sink).RecordEvent(t.Context(), telemetry.Event{Name: "any", Args: "a", ErrMsg: "e", Attrs: telemetry.Attrs{{Key: "k", Value: "v"}}}); err != nil {
		t.Fatal(err)
	}
	for change, replace := range map[string]func(*telemetry.Event){
		"Args":             func(e *telemetry.Event) { e.Args = credential },
		"ErrMsg":           func(e *telemetry.Event) { e.ErrMsg = credential },
		"Attrs":            func(e *telemetry.Event) { e.Attrs = telemetry.Attrs{{Key: "k", Value: credential}} },
		"a clone's value":  func(e *telemetry.Event) { *e = e.Clone(); e.Attrs[0].Value = credential },
		"a clone's key":    func(e *telemetry.Event) { *e = e.Clone(); e.Attrs[0] = telemetry.String("token", "v-"+credential) },
		"one more":         func(e *telemetry.Event) { e.Attrs = append(e.Attrs, telemetry.String("l", credential)) },
		"in one piece":     func(e *telemetry.Event) { e.Attrs = nil; e.ErrMsg = "e\xffk\xffv\xff" + credential },
		"without its ID":   func(e *telemetry.Event) { e.ID = telemetry.ID{}; e.Args = credential },
		"the other's text": func(e *telemetry.Event) { e.Args, e.ErrMsg = e.ErrMsg, credential },
	} {
		e := sink.only(t)
		replace(&e)
		if line := encode(t, e.Redacted()); strings.Contains(line, credential) {
			t.Errorf("%s was replaced after redaction, and is not redacted: %s", change, line)
		}
	}
}

func TestAppendJSONAppends(t *testing.T) {
	buf := append(make([]byte, 0, 4<<10), "kept "...)
	line, err := goldenEvents[0].AppendJSON(buf)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(line, []byte("kept {")) || &line[0] != &buf[0] {
		t.Error("AppendJSON did not append to the buffer")
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = goldenEvents[0].AppendJSON(buf) }); n != 0 {
		t.Errorf("%v allocations with a large enough buffer, want 0", n)
	}
}
