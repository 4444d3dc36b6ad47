package telemetry_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// floor times f in the benchmark's own run, so that a ratio to it does not
// depend on the machine.
func floor(b *testing.B, f func()) float64 {
	b.Helper()
	const rounds = 5
	best := time.Duration(1<<63 - 1)
	n := max(b.N/rounds, 1)
	for range rounds {
		start := time.Now()
		for range n {
			f()
		}
		best = min(best, time.Since(start))
	}
	return float64(best.Nanoseconds()) / float64(n)
}

// reportRatio reports how many times the floor an iteration of b took.
func reportRatio(b *testing.B, floorNS float64) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/floorNS, "x-floor")
}

// BenchmarkOff is a disabled call with two attributes. Its floor is a check of a
// boolean that the compiler inlines.
func BenchmarkOff(b *testing.B) {
	rec, err := telemetry.New(telemetry.Config{Tool: "mytool", ToolVersion: "1.4.0"})
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	command := strconv.Itoa(b.N)
	b.Run("bool", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if enabled.on {
				b.Fatal("on")
			}
		}
	})
	b.Run("record", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = rec.Record(ctx, "command.invoke", telemetry.String("command", command), telemetry.String("outcome", "ok"))
		}
	})
}

var enabled = &struct{ on bool }{}

// BenchmarkRecord is an enabled call with three attributes, up to the sink.
func BenchmarkRecord(b *testing.B) {
	rec := newRecorder(b, telemetry.NoopSink{})
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		_ = rec.Record(ctx, "command.invoke", telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"), telemetry.String("took", "1s-5s"))
	}
}

// BenchmarkAppendJSON encodes an event with three attributes into a reused
// buffer. Its floor writes the same line by hand.
func BenchmarkAppendJSON(b *testing.B) {
	e := goldenEvents[0]
	e.Args, e.ErrMsg = "", ""
	e.Attrs = telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}, {Key: "took", Value: "1s-5s"}}
	buf := make([]byte, 0, 1<<10)
	if got, want := string(appendByHand(nil, &e)), encode(b, e); got != want {
		b.Fatalf("the floor writes\n%s, want\n%s", got, want)
	}
	ns := floor(b, func() { buf = appendByHand(buf[:0], &e) })
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = e.AppendJSON(buf[:0])
	}
	reportRatio(b, ns)
}

// appendByHand is what a careful author would write for this event alone: each
// text is looked at for characters that need an escape, as it must be, and
// quoted by the standard library if there is one.
func appendByHand(dst []byte, e *telemetry.Event) []byte {
	dst = append(dst, `{"name":`...)
	dst = quoteByHand(dst, e.Name)
	dst = append(dst, `,"tool":`...)
	dst = quoteByHand(dst, e.Tool)
	dst = append(dst, `,"tool_version":`...)
	dst = quoteByHand(dst, e.ToolVersion)
	dst = append(dst, `,"machine_id":`...)
	dst = quoteByHand(dst, e.MachineID)
	dst = append(dst, `,"timestamp_utc":"`...)
	dst = e.TimestampUTC.AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","attrs":{`...)
	for i, a := range e.Attrs {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = quoteByHand(dst, a.Key)
		dst = append(dst, ':')
		dst = quoteByHand(dst, a.Value)
	}
	dst = append(dst, `},"id":"`...)
	const digits = "0123456789abcdef"
	for _, c := range e.ID {
		dst = append(dst, digits[c>>4], digits[c&0xf])
	}
	return append(dst, `"}`...)
}

func quoteByHand(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return strconv.AppendQuote(dst, s)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"')
}
