package main

import (
	"errors"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// The line to paste is taken by the server that shows it, whatever that declares.
func TestTheLineToPasteIsTaken(t *testing.T) {
	declaration := filepath.Join(t.TempDir(), "shipit.json")
	text := `{"tool":"shipit","key":"k","events":[{"name":"started","purpose":"p","attributes":[{"key":"a","purpose":"p"}]}]}`
	if err := os.WriteFile(declaration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, settings := range map[string]serveFlags{"any": {acceptAny: true}, "named": {tools: "other"}, "declared": {declared: declaration}} {
		settings.data = t.TempDir()
		address, _ := start(t, settings)
		_, page := fetch(t, http.DefaultClient, "http://"+address+"/", "")
		_, line, _ := strings.Cut(page, `<pre tabindex="0">`)
		line, _, _ = strings.Cut(line, "</pre>")
		line = strings.ReplaceAll(html.UnescapeString(line), "'$(date -u +%FT%TZ)'", time.Now().UTC().Format(time.RFC3339))
		if code, answer := paste(t, line); code != http.StatusOK || answer != "{}" {
			t.Errorf("%s: %d %s for %s", name, code, answer, line)
		}
	}
}

func TestTheDeletionToPasteIsTaken(t *testing.T) {
	dir := t.TempDir()
	address, _ := start(t, serveFlags{data: dir, acceptAny: true})
	_, _, said := do(t, "", "delete", "--data", dir, "--tool", "mytool", "--machine", "m")
	_, line, _ := strings.Cut(strings.TrimSpace(said), "instead: ")
	line = strings.Replace(line, "127.0.0.1:8484", address, 1)
	if code, answer := paste(t, line); code != http.StatusAccepted {
		t.Errorf("%d %s for %s", code, answer, line)
	}
}

// paste sends what a line with curl sends.
func paste(t *testing.T, line string) (code int, answer string) {
	t.Helper()
	found := regexp.MustCompile(`(?s)^curl (\S+)(.*) -d '(.*)'$`).FindStringSubmatch(line)
	if found == nil {
		t.Fatalf("no line with curl: %q", line)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, found[1], strings.NewReader(found[3]))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded") // as curl does by itself
	for _, header := range regexp.MustCompile(`-H '([^:]+): ([^']+)'`).FindAllStringSubmatch(found[2], -1) {
		r.Header.Set(header[1], header[2])
	}
	return answerTo(t, http.DefaultClient, r)
}

func TestWhatIsSentIsCountedAndOnlyWhatIsDeclared(t *testing.T) {
	declaration := filepath.Join(t.TempDir(), "mytool.json")
	text := `{"tool":"mytool","key":"k","events":[{"name":"command.invoke","purpose":"one run","attributes":[{"key":"command","purpose":"which ran"}]}]}`
	if err := os.WriteFile(declaration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	address, stop := start(t, serveFlags{data: t.TempDir(), tools: "other", declared: declaration})
	event := func(i byte, tool string) telemetry.Event {
		return telemetry.Event{
			Name: "command.invoke", Tool: tool, ToolVersion: "1.4.0", MachineID: "m", TimestampUTC: time.Now().UTC(),
			Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}}, ID: telemetry.ID{0: i, 15: 1},
		}
	}
	sink, err := httpsink.New(httpsink.Config{Endpoint: "http://" + address + "/v1/events", BearerToken: "k"})
	if err != nil {
		t.Fatal(err)
	}
	undeclared := event(3, "mytool")
	undeclared.Attrs[0].Key = "hostname"
	err = sink.Export(t.Context(), []telemetry.Event{event(1, "mytool"), event(2, "other"), undeclared, event(4, "stranger")})
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || !slices.Equal(partial.Rejected, []int{2, 3}) {
		t.Errorf("Export: %v", err)
	}
	overOTLP, err := otlpsink.New(otlpsink.Config{Endpoint: "http://" + address})
	if err != nil {
		t.Fatal(err)
	}
	if err := overOTLP.Export(t.Context(), []telemetry.Event{event(2, "other"), event(5, "other")}); err != nil {
		t.Error(err)
	}
	if receipt, err := sink.Delete(t.Context(), "mytool", "m"); err != nil || receipt.By.IsZero() {
		t.Errorf("Delete: %v, %v", receipt, err)
	}
	code, metrics := fetch(t, http.DefaultClient, "http://"+address+"/metrics", "")
	for _, want := range []string{`{result="accepted"} 3`, `{result="duplicate"} 1`, `{result="refused"} 2`, "optin_deletions_total 1"} {
		if code != http.StatusOK || !strings.Contains(metrics, want+"\n") {
			t.Errorf("the metrics have no %s: %s", want, metrics)
		}
	}
	log, err := stop()
	if err != nil || strings.Contains(log, "stranger") || strings.Count(log, "127.0.0.1:") != strings.Count(log, address) {
		t.Errorf("%v: %s", err, log)
	}
}
