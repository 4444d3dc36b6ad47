package httpsink_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	httpsink "github.com/optin-go/optin/sinks/http"
)

func TestPrintingShowsNoSecret(t *testing.T) {
	cfg := secretConfig("https://example.com")
	sink := newSink(t, cfg)
	cfg.Endpoint = "" // a Config's URL is printed; its token and headers are not
	type holder struct {
		Sink  *httpsink.Sink
		sink  *httpsink.Sink
		value httpsink.Sink
	}
	values := map[string]any{
		"*Sink": sink, "Sink": *sink, "Config": cfg, "*Config": &cfg,
		"a struct": holder{Sink: sink, sink: sink, value: *sink}, "a map": map[string]any{"sink": *sink}, "a slice": []httpsink.Sink{*sink},
	}
	hex := fmt.Sprintf("%x", planted)
	for name, value := range values {
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
			for _, flags := range []string{"", "+", "#", " ", "#+"} {
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
