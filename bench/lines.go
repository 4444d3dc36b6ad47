package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"gopkg.in/natefinch/lumberjack.v2"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// worker writes the event n times. One goroutine calls it.
type worker func(n int) error

// lineWriter is a library that writes the event as a line: to path, or nowhere if that
// is "". It returns what makes a worker for each goroutine.
type lineWriter struct {
	name string
	open func(path, text string) (workers func() worker, err error)
}

func lineWriters() []lineWriter {
	return []lineWriter{
		{"by hand", byHand}, {"optin", optinLines}, {"zerolog, fields of each call", zerologFields}, {"zerolog, fields in the logger", zerologContext},
		{"zap", zapLines}, {"slog", slogLines}, {"encoding/json", jsonLines},
	}
}

func target(path string) (io.Writer, error) {
	if path == "" {
		return discard{}, nil
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// discard is not io.Discard, which loggers know and write nothing to.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// each returns workers that call write in turn.
func each(write func() error) func() worker {
	return func() worker {
		return func(n int) error {
			for range n {
				if err := write(); err != nil {
					return err
				}
			}
			return nil
		}
	}
}

// byHand is what a careful author would write for this event alone: each text is
// looked at for characters that need an escape, as it must be.
func byHand(path, text string) (func() worker, error) {
	w, err := target(path)
	attrs := [...]telemetry.Attr{command.Of("deploy"), outcome.Of("ok"), took.Of(elapsed)}
	return func() worker {
		var buf []byte
		return func(n int) error {
			for range n {
				buf = quote(append(buf[:0], `{"name":`...), eventName)
				buf = quote(append(buf, `,"tool":`...), tool)
				buf = quote(append(buf, `,"tool_version":`...), version)
				buf = quote(append(buf, `,"machine_id":`...), machineID)
				buf = time.Now().UTC().AppendFormat(append(buf, `,"timestamp_utc":"`...), time.RFC3339Nano)
				buf = append(buf, '"')
				if text != "" {
					buf = quote(append(buf, `,"err_msg":`...), text)
				}
				buf = append(buf, `,"attrs":{`...)
				for i := range attrs {
					if i > 0 {
						buf = append(buf, ',')
					}
					buf = quote(append(quote(buf, attrs[i].Key), ':'), attrs[i].Value)
				}
				id := newID()
				buf = hex.AppendEncode(append(buf, `},"id":"`...), id[:])
				buf = append(buf, '"', '}', '\n')
				if _, err := w.Write(buf); err != nil {
					return err
				}
			}
			return nil
		}
	}, err
}

func quote(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			text, err := json.Marshal(s)
			if err != nil {
				return append(dst, `""`...)
			}
			return append(dst, text...)
		}
	}
	dst = append(append(dst, '"'), s...)
	return append(dst, '"')
}

func optinLines(path, text string) (func() worker, error) {
	var sink telemetry.Sink = filesink.New(path, nil)
	if path == "" {
		var buf []byte // of the only worker
		sink = telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) (err error) {
			buf, err = e.AppendJSON(buf[:0])
			return err
		})
	}
	rec, err := newRecorder(sink)
	return each(func() error { return record(rec, text) }), err
}

func zerologTarget(path string) (zerolog.Logger, error) {
	zerolog.TimeFieldFormat, zerolog.TimestampFieldName, zerolog.MessageFieldName = time.RFC3339Nano, "timestamp_utc", "name"
	zerolog.TimestampFunc = func() time.Time { return time.Now().UTC() }
	w, err := target(path)
	return zerolog.New(w), err
}

func zerologFields(path, text string) (func() worker, error) {
	log, err := zerologTarget(path)
	return each(func() error {
		id := newID()
		e := log.Info().Timestamp().Str("tool", tool).Str("tool_version", version).Str("machine_id", machineID)
		zerologRest(e, text, id)
		return nil
	}), err
}

func zerologContext(path, text string) (func() worker, error) {
	log, err := zerologTarget(path)
	log = log.With().Timestamp().Str("tool", tool).Str("tool_version", version).Str("machine_id", machineID).Logger()
	return each(func() error {
		zerologRest(log.Info(), text, newID())
		return nil
	}), err
}

func zerologRest(e *zerolog.Event, text string, id [16]byte) {
	if text != "" {
		e = e.Str("err_msg", text)
	}
	e.Dict("attrs", zerolog.Dict().Str("command", "deploy").Str("outcome", "ok").Str("took", "1s-5s")).Hex("id", id[:]).Msg(eventName)
}

func zapLines(path, text string) (func() worker, error) {
	w, err := target(path)
	cfg := zap.NewProductionEncoderConfig()
	cfg.TimeKey, cfg.MessageKey, cfg.EncodeTime = "timestamp_utc", "name", zapcore.RFC3339NanoTimeEncoder
	log := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(cfg), zapcore.Lock(zapcore.AddSync(w)), zap.InfoLevel)).
		With(zap.String("tool", tool), zap.String("tool_version", version), zap.String("machine_id", machineID))
	return each(func() error {
		id := newID()
		errMsg := zap.Skip()
		if text != "" {
			errMsg = zap.String("err_msg", text)
		}
		log.Info(eventName, zap.Dict("attrs", zap.String("command", "deploy"), zap.String("outcome", "ok"), zap.String("took", "1s-5s")),
			errMsg, zap.String("id", hex.EncodeToString(id[:])))
		return nil
	}), err
}

func slogLines(path, text string) (func() worker, error) {
	w, err := target(path)
	return slogTo(w, text), err
}

func lumberjackLines(path, text string) (func() worker, error) {
	return slogTo(&lumberjack.Logger{Filename: path, MaxSize: 8, MaxBackups: 2}, text), nil
}

func slogTo(w io.Writer, text string) func() worker {
	log := slog.New(slog.NewJSONHandler(w, nil)).With("tool", tool, "tool_version", version, "machine_id", machineID)
	return each(func() error {
		id := newID()
		attrs := [...]slog.Attr{
			slog.GroupAttrs("attrs", slog.String("command", "deploy"), slog.String("outcome", "ok"), slog.String("took", "1s-5s")),
			slog.String("id", hex.EncodeToString(id[:])), slog.String("err_msg", text),
		}
		if text == "" {
			log.LogAttrs(context.Background(), slog.LevelInfo, eventName, attrs[:2]...)
		} else {
			log.LogAttrs(context.Background(), slog.LevelInfo, eventName, attrs[:]...)
		}
		return nil
	})
}

func jsonLines(path, text string) (func() worker, error) {
	w, err := target(path)
	return func() worker {
		enc := json.NewEncoder(w)
		return each(func() error {
			return enc.Encode(telemetry.Event{
				Name: eventName, Tool: tool, ToolVersion: version, MachineID: machineID, TimestampUTC: time.Now().UTC(), ErrMsg: text,
				Attrs: telemetry.Attrs{command.Of("deploy"), outcome.Of("ok"), took.Of(elapsed)}, ID: newID(),
			})
		})()
	}, err
}
