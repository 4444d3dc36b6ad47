package telemetrycmd

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// nowhere is an Exporter that nothing is ever given to.
type nowhere struct{}

func (nowhere) Export(context.Context, []telemetry.Event) error { return nil }

// usualCatalog declares what most tools do.
func usualCatalog(tool string) *catalog.Catalog {
	cat := catalog.New(tool, "How often commands run and fail, to decide what to improve.")
	cat.Event(InvokeEvent, "one run of a command",
		cat.Commands("command", "which command ran"),
		cat.Enum("outcome", "how it ended", "ok", "error"),
		cat.DurationBuckets("took", "how long it took", time.Second, time.Minute),
		cat.Enum("os", "the operating system", "linux", "darwin", "windows", "other"))
	return cat
}

func usualConfig() Config {
	return Config{
		Tool: "mytool", ToolVersion: "1.4.0", Exporter: nowhere{}, Recipient: "telemetry.example.org",
		NoticeURL: "https://example.org/telemetry", Retention: "90 days",
	}
}

// withAttributes declares an event with so many attributes.
func withAttributes(n int) func(*catalog.Catalog) {
	return func(cat *catalog.Catalog) {
		var attrs []catalog.Attribute
		for i := range n {
			attrs = append(attrs, cat.Bool(fmt.Sprintf("used_feature_%d", i), "whether it was used"))
		}
		cat.Event("feature.use", "the use of features", attrs...)
	}
}

var questions = []struct {
	name     string
	set      func(*Config)
	declare  func(*catalog.Catalog)
	outdated bool
}{
	{name: "usual"},
	{name: "short", set: func(c *Config) { c.Tool, c.Recipient, c.NoticeURL = "greet", "Example Ltd", "https://greet.dev" }},
	{name: "bare", set: func(c *Config) { c.Recipient, c.NoticeURL, c.Retention = "", "", "" }},
	{name: "outdated", outdated: true},
	{name: "on this machine", set: func(c *Config) { c.Exporter = nil }},
	{name: "on this machine outdated", set: func(c *Config) { c.Exporter = nil }, outdated: true},
	{name: "many attributes", declare: withAttributes(20)},
	{name: "many attributes and little else", declare: withAttributes(20), set: func(c *Config) { c.NoticeURL = "" }},
	{name: "free text", declare: func(cat *catalog.Catalog) {
		cat.Event("crash", "a failure", cat.SizeBuckets("input", "how large the input was", 1024), cat.CountBuckets("files", "how many", 1, 10),
			cat.DurationBuckets("start_up", "how long it took to start", time.Second), cat.VersionString("git-version", "which git"),
			cat.ErrorText("what went wrong"), cat.Arguments("what was asked for"))
	}},
	{name: "error text", declare: func(cat *catalog.Catalog) { cat.Event("crash", "a failure", cat.ErrorText("what went wrong")) }},
	{name: "long recipient", set: func(c *Config) { c.Recipient = "telemetry.engineering.subsidiary-of-example.example.org" }},
	{name: "long recipient outdated", set: func(c *Config) { c.Recipient = "The Foundation for the Advancement of Example Software in Europe e.V." }, outdated: true},
	{name: "long address", set: func(c *Config) { c.NoticeURL = "https://docs.example.org/en/latest/mytool/privacy/telemetry.html#what" }},
	{name: "longer address", set: func(c *Config) { c.NoticeURL = "https://docs.example.org/" + strings.Repeat("privacy/", 20) }},
	{name: "long tool", set: func(c *Config) { c.Tool = strings.Repeat("tool-", 12) + "x" }},
	{name: "everything long", outdated: true, declare: withAttributes(64), set: func(c *Config) {
		c.Tool, c.Retention = strings.Repeat("tool", 16), strings.Repeat("as long as it takes ", 20)
		c.Recipient, c.NoticeURL = strings.Repeat("recipient.", 30)+"org", "https://"+strings.Repeat("host.", 50)+"org/notice"
	}},
	{name: "garbled", set: func(c *Config) {
		c.Recipient, c.Retention = "Example\x1b[31m\r\n\u202eLtd\x00\xff", "90\n\ndays"
		c.NoticeURL = "https://example.org/\x1b]8;;x\x07"
	}},
	{name: "wide", set: func(c *Config) { c.Recipient = strings.Repeat("株式会社", 12) }},
}

func questionOf(t *testing.T, set func(*Config), declare func(*catalog.Catalog), outdated bool) question {
	t.Helper()
	cfg := usualConfig()
	if set != nil {
		set(&cfg)
	}
	cfg.Catalog = usualCatalog(cfg.Tool)
	if declare != nil {
		declare(cfg.Catalog)
	}
	a, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return a.question(outdated)
}

// Names of every length fit, and none is lost without a sign of it.
func TestQuestionFits(t *testing.T) {
	lengths := []int{1, 6, 22, 23, 41, 64, 100}
	for _, tool := range lengths {
		for _, recipient := range lengths {
			for _, url := range append(lengths, 0) {
				for _, attributes := range []int{0, 12} {
					for _, outdated := range []bool{false, true} {
						q := question{
							tool: strings.Repeat("t", min(tool, 64)), recipient: strings.Repeat("r", recipient), url: strings.Repeat("u", url),
							retention: strings.Repeat("90 days ", attributes), outdated: outdated,
							what: slices.Repeat([]string{"something"}, attributes+1), not: []string{"arguments", "account"},
						}
						checkQuestion(t, q)
						q.recipient = ""
						checkQuestion(t, q)
						q.recipient, q.what = strings.Repeat("re ", recipient), []string{strings.Repeat("w", 100)}
						checkQuestion(t, q)
						if t.Failed() {
							return
						}
					}
				}
			}
		}
	}
}

func checkQuestion(t *testing.T, q question) {
	t.Helper()
	lines := strings.Split(q.text(), "\n")
	if len(lines) > 7 {
		t.Errorf("the question has %d lines:\n%s", len(lines), q.text())
	}
	for _, line := range lines {
		if columns(strings.TrimSuffix(line, " ")) > 76 {
			t.Errorf("a line has %d columns:\n%s", columns(line), q.text())
		}
	}
	for _, part := range []string{"[y/N/s=show]", " telemetry disable", "pseudonymous", "  What: ", "  Not:  "} {
		if !strings.Contains(q.text(), part) {
			t.Errorf("the question lacks %q:\n%s", part, q.text())
		}
	}
	if q.recipient != "" && len(q.recipient) <= 40 && len(q.tool) <= 12 && len(q.url) <= 22 && !strings.Contains(q.text(), strings.TrimSpace(q.recipient)) {
		t.Errorf("the question does not name %q:\n%s", q.recipient, q.text())
	}
}

// Words that the question must not hold, whatever is configured.
func TestQuestionDoesNotPlead(t *testing.T) {
	for _, test := range questions {
		text := strings.ToLower(questionOf(t, test.set, test.declare, test.outdated).text())
		for _, word := range []string{"help", "thank", "please", "anonymous ", "anonymous.", "anonymized", " us ", " us.", " we ", " our ", "\x1b"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: the question says %q:\n%s", test.name, word, text)
			}
		}
	}
}
