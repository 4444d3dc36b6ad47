package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/optin-go/optin/telemetry"
)

var bytesGroup = group{"bytes", "record one declared event, up to its bytes", func(string) ([]contender, error) {
	return writers(func(string) (io.WriteCloser, error) { return discard{}, nil })
}}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// writers returns one contender for each library that writes lines, each to the
// writer that open returns for its name.
func writers(open func(name string) (io.WriteCloser, error)) ([]contender, error) {
	var all []contender
	for _, make := range []struct {
		name string
		do   func(io.Writer) (func(n int) error, error)
	}{
		{"by hand", byHand}, {"optin", optinBytes}, {"zerolog", zerologBytes}, {"zap", zapBytes}, {"slog", slogBytes}, {"encoding/json", jsonBytes},
	} {
		w, err := open(make.name)
		if err != nil {
			return nil, err
		}
		do, err := make.do(w)
		if err != nil {
			return nil, err
		}
		all = append(all, contender{make.name, do, func() { _ = w.Close() }})
	}
	return all, nil
}

// byHand is what a careful author would write for this event alone: each text is
// looked at for characters that need an escape, as it must be.
func byHand(w io.Writer) (func(int) error, error) {
	var buf []byte
	attrs := [...]telemetry.Attr{command.Of("deploy"), outcome.Of("ok"), took.Of(elapsed)}
	return func(n int) error {
		for range n {
			buf = append(buf[:0], `{"name":`...)
			buf = quote(buf, eventName)
			buf = append(buf, `,"tool":`...)
			buf = quote(buf, tool)
			buf = append(buf, `,"tool_version":`...)
			buf = quote(buf, version)
			buf = append(buf, `,"machine_id":`...)
			buf = quote(buf, machineID)
			buf = append(buf, `,"timestamp_utc":"`...)
			buf = time.Now().UTC().AppendFormat(buf, time.RFC3339Nano)
			buf = append(buf, `","attrs":{`...)
			for i := range attrs {
				if i > 0 {
					buf = append(buf, ',')
				}
				buf = quote(buf, attrs[i].Key)
				buf = append(buf, ':')
				buf = quote(buf, attrs[i].Value)
			}
			id := newID()
			buf = append(buf, `},"id":"`...)
			buf = hex.AppendEncode(buf, id[:])
			buf = append(buf, '"', '}', '\n')
			if _, err := w.Write(buf); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func quote(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			text, err := json.Marshal(s)
			if err != nil {
				return append(dst, `""`...)
			}
			return append(dst, text...)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"')
}

func newID() (id [16]byte) {
	a, b := rand.Uint64(), rand.Uint64()
	for i := range 8 {
		id[i], id[8+i] = byte(a>>(8*i)), byte(b>>(8*i))
	}
	return id
}

func optinBytes(w io.Writer) (func(int) error, error) {
	var buf []byte
	rec, err := newRecorder(telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) (err error) {
		if buf, err = e.AppendJSON(buf[:0]); err != nil {
			return err
		}
		_, err = w.Write(append(buf, '\n'))
		return err
	}))
	return func(n int) error {
		for range n {
			if err := record(context.Background(), rec); err != nil {
				return err
			}
		}
		return nil
	}, err
}

func zerologBytes(w io.Writer) (func(int) error, error) {
	zerolog.TimeFieldFormat, zerolog.TimestampFieldName, zerolog.MessageFieldName = time.RFC3339Nano, "timestamp_utc", "name"
	zerolog.TimestampFunc = func() time.Time { return time.Now().UTC() }
	log := zerolog.New(w).With().Timestamp().Str("tool", tool).Str("tool_version", version).Str("machine_id", machineID).Logger()
	return func(n int) error {
		for range n {
			id := newID()
			log.Info().Dict("attrs", zerolog.Dict().Str("command", "deploy").Str("outcome", "ok").Str("took", "1s-5s")).Hex("id", id[:]).Msg(eventName)
		}
		return nil
	}, nil
}

func zapBytes(w io.Writer) (func(int) error, error) {
	cfg := zap.NewProductionEncoderConfig()
	cfg.TimeKey, cfg.MessageKey, cfg.EncodeTime = "timestamp_utc", "name", zapcore.RFC3339NanoTimeEncoder
	log := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(cfg), zapcore.AddSync(w), zap.InfoLevel)).
		With(zap.String("tool", tool), zap.String("tool_version", version), zap.String("machine_id", machineID))
	return func(n int) error {
		for range n {
			id := newID()
			log.Info(eventName, zap.Dict("attrs", zap.String("command", "deploy"), zap.String("outcome", "ok"), zap.String("took", "1s-5s")),
				zap.String("id", hex.EncodeToString(id[:])))
		}
		return nil
	}, nil
}

func slogBytes(w io.Writer) (func(int) error, error) {
	log := slog.New(slog.NewJSONHandler(w, nil)).With("tool", tool, "tool_version", version, "machine_id", machineID)
	return func(n int) error {
		for range n {
			id := newID()
			log.LogAttrs(context.Background(), slog.LevelInfo, eventName,
				slog.GroupAttrs("attrs", slog.String("command", "deploy"), slog.String("outcome", "ok"), slog.String("took", "1s-5s")),
				slog.String("id", hex.EncodeToString(id[:])))
		}
		return nil
	}, nil
}

func jsonBytes(w io.Writer) (func(int) error, error) {
	enc := json.NewEncoder(w)
	return func(n int) error {
		for range n {
			e := telemetry.Event{
				Name: eventName, Tool: tool, ToolVersion: version, MachineID: machineID, TimestampUTC: time.Now().UTC(),
				Attrs: telemetry.Attrs{command.Of("deploy"), outcome.Of("ok"), took.Of(elapsed)}, ID: newID(),
			}
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		return nil
	}, nil
}
