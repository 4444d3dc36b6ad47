package spoolsink_test

import (
	"math"
	"testing"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

func TestHeaderKeepsItsLength(t *testing.T) {
	for _, tt := range []struct {
		name                  string
		done, marked, wantEnd int64
		delivered             int
		want                  int64
	}{
		{"new", spoolsink.HeaderSize, 0, 0, 0, 0},
		{"in use", 123456, 234567, 234567, 42, 42},
		{"more than fits", spoolsink.HeaderSize, math.MaxInt64, 999_999_999_999, math.MaxInt, min(math.MaxInt, 9_999_999_999)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			line := spoolsink.Header(tt.done, tt.marked, tt.delivered)
			equal(t, "length", len(line), spoolsink.HeaderSize)
			done, marked, delivered, ok := spoolsink.ParseHeader(append(line, "{}\n"...))
			equal(t, "is a header", ok, true)
			equal(t, "done", done, tt.done)
			equal(t, "marked", marked, tt.wantEnd)
			equal(t, "delivered", delivered, tt.want)
		})
	}
}

func TestNoHeader(t *testing.T) {
	whole := string(spoolsink.Header(spoolsink.HeaderSize, 0, 7))
	for name, text := range map[string]string{
		"empty":         "",
		"cut":           whole[:spoolsink.HeaderSize-1],
		"an event":      `{"name":"command.invoke","tool":"mytool"}` + whole,
		"a letter":      whole[:30] + "x" + whole[31:],
		"before itself": string(spoolsink.Header(7, 0, 0)),
		"longer":        whole[:spoolsink.HeaderSize-2] + ",}\n",
		"zeros":         string(make([]byte, 2*spoolsink.HeaderSize)),
	} {
		if _, _, _, ok := spoolsink.ParseHeader([]byte(text)); ok {
			t.Errorf("%s is taken for a header", name)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"segment-18a0b1c2d3e4f506-01234567.jsonl":    true,
		spoolsink.SegmentName(0):                     true,
		spoolsink.SegmentName(-1):                    true,
		spoolsink.SegmentName(math.MaxInt64):         true,
		"segment-18a0b1c2d3e4f506-01234567.jsonl~":   false,
		"segment-18a0b1c2d3e4f506-0123456g.jsonl":    false,
		"segment-18A0B1C2D3E4F506-01234567.jsonl":    false,
		"segment-8a0b1c2d3e4f506-001234567.jsonl":    false,
		"segment-ffffffffffffffff-01234567.jsonl":    false,
		"segment-18a0b1c2d3e4f506-01234567.json":     false,
		"../segment-18a0b1c2d3e4f506-01234567.jsonl": false,
		"": false,
	} {
		equal(t, name, spoolsink.IsSegment(name), want)
	}
	if old, young := spoolsink.SegmentName(9), spoolsink.SegmentName(10); old >= young {
		t.Errorf("%s does not sort before %s", old, young)
	}
}
