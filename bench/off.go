package main

import (
	"context"
	"log/slog"

	"github.com/rs/zerolog"
	"go.uber.org/zap"

	"github.com/optin-go/optin/telemetry"
)

var offGroup = group{name: "off", about: "one call with two attributes that records nothing", open: func(string) ([]contender, error) {
	ctx := context.Background()
	word := "deploy"
	var rec *telemetry.Recorder
	off, nop, nopZap := slog.New(slog.DiscardHandler), zerolog.Nop(), zap.NewNop()
	calls := func(f func()) func(int) error {
		return func(n int) error {
			for range n {
				f()
			}
			return nil
		}
	}
	return []contender{
		{"a boolean", calls(func() {
			if enabled.on {
				panic("on")
			}
		}), nil},
		{"optin", calls(func() { _ = invoke.Record(ctx, rec, command.Of(word), outcome.Of("ok")) }), nil},
		{"zerolog", calls(func() { nop.Info().Str("command", word).Str("outcome", "ok").Msg(eventName) }), nil},
		{"zap", calls(func() { nopZap.Info(eventName, zap.String("command", word), zap.String("outcome", "ok")) }), nil},
		{"slog", calls(func() {
			off.LogAttrs(ctx, slog.LevelInfo, eventName, slog.String("command", word), slog.String("outcome", "ok"))
		}), nil},
	}, nil
}}

var enabled = &struct{ on bool }{}
