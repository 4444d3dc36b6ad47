package bench

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/optin-go/optin/telemetry"
)

var event = telemetry.Event{
	Name:         "command.invoke",
	Tool:         "mytool",
	ToolVersion:  "1.4.0",
	MachineID:    "a759226c9913d48c2e2c30a58b8a1deb70d2762377536395ad1d358219ffffe1",
	TimestampUTC: time.Date(2026, time.May, 8, 12, 34, 56, 123456789, time.UTC),
	Attrs:        telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}, {Key: "took", Value: "1s-5s"}},
	ID:           telemetry.ID{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
}

// BenchmarkEncode writes the same fields and values as one line of JSON.
func BenchmarkEncode(b *testing.B) {
	b.Run("optin", func(b *testing.B) {
		b.ReportAllocs()
		buf := make([]byte, 0, 1<<10)
		for b.Loop() {
			buf, _ = event.AppendJSON(buf[:0])
		}
	})
	b.Run("zerolog", func(b *testing.B) {
		b.ReportAllocs()
		log := newZerolog(io.Discard)
		for b.Loop() {
			writeZerolog(&log)
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = json.Marshal(event)
		}
	})
}

func newZerolog(w io.Writer) zerolog.Logger {
	zerolog.TimeFieldFormat = time.RFC3339Nano
	return zerolog.New(w)
}

func writeZerolog(log *zerolog.Logger) {
	attrs := zerolog.Dict()
	for _, a := range event.Attrs {
		attrs = attrs.Str(a.Key, a.Value)
	}
	log.Log().Str("name", event.Name).Str("tool", event.Tool).Str("tool_version", event.ToolVersion).
		Str("machine_id", event.MachineID).Time("timestamp_utc", event.TimestampUTC).
		Dict("attrs", attrs).Hex("id", event.ID[:]).Send()
}

// BenchmarkOff is a call with two attributes that records nothing.
func BenchmarkOff(b *testing.B) {
	ctx := context.Background()
	command := event.Attrs[0].Value
	b.Run("optin", func(b *testing.B) {
		var rec *telemetry.Recorder
		b.ReportAllocs()
		for b.Loop() {
			_ = rec.Record(ctx, "command.invoke", telemetry.String("command", command), telemetry.String("outcome", "ok"))
		}
	})
	b.Run("zerolog", func(b *testing.B) {
		log := zerolog.Nop()
		b.ReportAllocs()
		for b.Loop() {
			log.Info().Str("command", command).Str("outcome", "ok").Msg("command.invoke")
		}
	})
	b.Run("slog", func(b *testing.B) {
		log := slog.New(slog.DiscardHandler)
		b.ReportAllocs()
		for b.Loop() {
			log.LogAttrs(ctx, slog.LevelInfo, "command.invoke", slog.String("command", command), slog.String("outcome", "ok"))
		}
	})
}
