package telemetry_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// mirror is an event as somebody would declare it who leaves everything to
// encoding/json.
type mirror struct {
	Name         string            `json:"name"`
	Tool         string            `json:"tool"`
	ToolVersion  string            `json:"tool_version"`
	MachineID    string            `json:"machine_id"`
	TimestampUTC time.Time         `json:"timestamp_utc"`
	Args         string            `json:"args,omitempty"`
	ErrMsg       string            `json:"err_msg,omitempty"`
	Attrs        map[string]string `json:"attrs"`
	ID           string            `json:"id,omitempty"`
}

// standardJSON encodes v with encoding/json, without escapes for HTML.
func standardJSON(t *testing.T, v any) (string, error) {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return strings.TrimSuffix(buf.String(), "\n"), err
}

func checkAgainstStandard(t *testing.T, e telemetry.Event) {
	t.Helper()
	line, err := e.AppendJSON(nil)

	m := mirror{
		Name: e.Name, Tool: e.Tool, ToolVersion: e.ToolVersion, MachineID: e.MachineID, TimestampUTC: e.TimestampUTC.UTC(),
		Args: e.Args, ErrMsg: e.ErrMsg, Attrs: e.Attrs.Map(),
	}
	if !e.ID.IsZero() {
		m.ID = e.ID.String()
	}
	want, wantErr := standardJSON(t, m)
	if (err != nil) != (wantErr != nil) {
		t.Fatalf("AppendJSON fails with %v, encoding/json with %v", err, wantErr)
	}
	if err != nil {
		return
	}
	if string(line) != want {
		t.Errorf("AppendJSON wrote\n%s\nencoding/json wrote\n%s", line, want)
	}

	e.TimestampUTC = e.TimestampUTC.UTC()
	if tagged, err := standardJSON(t, e); err != nil || tagged != want {
		t.Errorf("encoding/json wrote the Event itself as\n%s (%v)\nwant\n%s", tagged, err, want)
	}
	if bytes.IndexByte(line, '\n') >= 0 || !json.Valid(line) {
		t.Errorf("this is not one line of JSON: %q", line)
	}
	var back telemetry.Event
	if err := json.Unmarshal(line, &back); err != nil {
		t.Fatalf("the line cannot be read back: %v", err)
	}
	if again, err := back.AppendJSON(nil); err != nil {
		t.Error(err)
	} else if !sameJSON(t, again, line) {
		t.Errorf("read back and written again:\n%s\nwant\n%s", again, line)
	}
}

// sameJSON compares what two lines say; an escaped U+FFFD comes back unescaped,
// and keys that differed in invalid bytes only come back as one.
func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal(a, &x); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &y); err != nil {
		t.Fatal(err)
	}
	ax, _ := json.Marshal(x)
	by, _ := json.Marshal(y)
	return bytes.Equal(ax, by)
}

func TestAppendJSONEqualsEncodingJSON(t *testing.T) {
	for _, e := range goldenEvents {
		checkAgainstStandard(t, e)
	}
}

// Attributes made by hand may be in any order, and repeat.
func TestAppendJSONSortsAttributes(t *testing.T) {
	e := goldenEvents[1]
	e.Attrs = telemetry.Attrs{{Key: "b", Value: "1"}, {Key: "a", Value: "2"}, {Key: "b", Value: "3"}}
	given := slices.Clone(e.Attrs)
	if line := encode(t, e); !strings.Contains(line, `"attrs":{"a":"2","b":"3"}`) {
		t.Errorf("the event is encoded as %s", line)
	}
	if !slices.Equal(e.Attrs, given) {
		t.Errorf("AppendJSON modified the attributes: %v", e.Attrs)
	}
	checkAgainstStandard(t, e)
}

// Each field that holds text is one the encoder could forget to escape.
func TestAwkwardTextInAnyField(t *testing.T) {
	for _, text := range []string{"\xff", "\x00", "a\nb", "\u2028", `"`, `\`, "\x1b[31m", "\u202e", "\xed\xa0\x80", "</script>"} {
		for field, e := range map[string]telemetry.Event{
			"name":         {Name: text},
			"tool":         {Tool: text},
			"tool_version": {ToolVersion: text},
			"machine_id":   {MachineID: text},
			"args":         {Args: text},
			"err_msg":      {ErrMsg: text},
			"key":          {Attrs: telemetry.Attrs{{Key: text}}},
			"value":        {Attrs: telemetry.Attrs{{Key: "k", Value: text}}},
		} {
			t.Run(field, func(t *testing.T) { checkAgainstStandard(t, e) })
		}
	}
}

func FuzzAppendJSON(f *testing.F) {
	f.Add("command.invoke", "mytool", "1.4.0", testMachineID, "args", "err", "k1", "v1", "k2", "v2", int64(1778243696), int64(123456789), []byte("0123456789abcdef"))
	f.Add("\xff", "\u2028", "\x00", `"`, `\`, "<&>", "b", "1", "a", "2", int64(-62135596801), int64(0), []byte{})
	f.Add("", "", "", "", "", "", "k", "1", "k", "2", int64(253402300800), int64(-1), []byte{1})
	f.Fuzz(func(t *testing.T, name, tool, version, machine, args, errMsg, k1, v1, k2, v2 string, sec, nsec int64, id []byte) {
		e := telemetry.Event{
			Name: name, Tool: tool, ToolVersion: version, MachineID: machine, TimestampUTC: time.Unix(sec, nsec),
			Args: args, ErrMsg: errMsg, Attrs: telemetry.Attrs{{Key: k1, Value: v1}, {Key: k2, Value: v2}},
		}
		copy(e.ID[:], id)
		checkAgainstStandard(t, e)
	})
}

// What a Recorder stamps is always a valid line, whatever it was given.
func FuzzRecord(f *testing.F) {
	f.Add("command.invoke", "deploy --token abc", "failed", "k", "v")
	f.Add("n\xff", "\x00", "-----BEGIN PRIVATE KEY-----", "password", "\xff\xfe")
	f.Fuzz(func(t *testing.T, name, args, errMsg, key, value string) {
		sink := &keepSink{}
		err := newRecorder(t, sink).RecordEvent(t.Context(), telemetry.Event{
			Name: name, Args: args, ErrMsg: errMsg, Attrs: telemetry.Attrs{{Key: key, Value: value}},
		})
		if err != nil {
			if len(sink.events) != 0 {
				t.Errorf("a refused event was emitted: %v", err)
			}
			return
		}
		e := sink.only(t)
		checkAgainstStandard(t, e)
		for _, text := range []string{e.Args, e.ErrMsg, e.Attrs[0].Value} {
			if len(text) > telemetry.MaxTextBytes {
				t.Errorf("a text has %d bytes", len(text))
			}
		}
	})
}
