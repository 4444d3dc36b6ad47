package telemetry_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

func TestSecretIsPrintedNowhere(t *testing.T) {
	const text = "hunter2"
	secret := telemetry.Secret(text)
	type config struct {
		Token   telemetry.Secret
		Headers map[string]telemetry.Secret
	}
	c := config{secret, map[string]telemetry.Secret{"X-Api-Key": secret}}
	printed := map[string]string{"String": secret.String(), "GoString": secret.GoString()}
	for verb := 'A'; verb <= 'z'; verb++ {
		if verb == 'p' || verb == 'w' {
			continue // fmt asks no value about these
		}
		for _, flags := range []string{"", "+", "#", "-20", " ", "0", ".3", "#+"} {
			format := "%" + flags + string(verb)
			printed[format] = fmt.Sprintf(format, secret)
			printed[format+" in a struct"] = fmt.Sprintf(format, c)
			printed[format+" behind a pointer"] = fmt.Sprintf(format, &c)
		}
	}
	for name, value := range map[string]any{"a Secret": secret, "a struct": c} {
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		printed["JSON of "+name] = string(data)
		var buf bytes.Buffer
		slog.New(slog.NewTextHandler(&buf, nil)).Info("m", "k", value)
		slog.New(slog.NewJSONHandler(&buf, nil)).Info("m", "k", value)
		printed["slog of "+name] = buf.String()
	}
	hex, base := fmt.Sprintf("%x", text), fmt.Sprintf("%X", text)
	for how, got := range printed {
		for _, leak := range []string{text, hex, base} {
			if strings.Contains(got, leak) {
				t.Errorf("%s: %s", how, got)
			}
		}
	}
	if got := fmt.Sprint(secret); got != "[redacted]" {
		t.Errorf("a Secret is printed as %q", got)
	}
	if string(secret) != text {
		t.Error("a Secret converts to another string")
	}
}
