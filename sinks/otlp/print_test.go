package otlpsink_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

func TestPrintingShowsNoSecret(t *testing.T) {
	const planted = "pl4nted"
	cfg := otlpsink.Config{
		Endpoint:      "https://example.com/" + planted + "?key=" + planted,
		Headers:       map[string]telemetry.Secret{"X-Key": planted},
		ResourceAttrs: map[string]string{"site": planted},
	}
	sink := newSink(t, cfg)
	type holder struct {
		Sink  *otlpsink.Sink
		sink  *otlpsink.Sink
		value otlpsink.Sink
	}
	hex := fmt.Sprintf("%x", planted)
	for name, value := range map[string]any{
		"*Sink": sink, "Sink": *sink, "a struct": holder{Sink: sink, sink: sink, value: *sink}, "a slice": []otlpsink.Sink{*sink},
		"a Config's headers": otlpsink.Config{Headers: cfg.Headers},
	} {
		check := func(how, text string) {
			for _, leak := range []string{planted, hex, strings.ToUpper(hex)} {
				if strings.Contains(text, leak) {
					t.Errorf("%s of %s: %s", how, name, text)
				}
			}
		}
		for verb := 'A'; verb <= 'z'; verb++ {
			if verb == 'w' || verb == 'p' {
				continue // these print no text, which go vet reports
			}
			for _, flags := range []string{"", "+", "#", "#+"} {
				format := "%" + flags + string(verb)
				check(format, fmt.Sprintf(format, value))
			}
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Error(err)
		}
		check("JSON", string(data))
		var buf bytes.Buffer
		slog.New(slog.NewTextHandler(&buf, nil)).Info("m", "k", value)
		slog.New(slog.NewJSONHandler(&buf, nil)).Info("m", "k", value)
		check("slog", buf.String())
	}
}
