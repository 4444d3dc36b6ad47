package app

import (
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
)

// At most five lines of at most 76 columns, whatever the author's words are.
func TestQuestionFitsOnAnyScreen(t *testing.T) {
	long := strings.Repeat("long", 60)
	wide := strings.Repeat("日本語", 30)
	told := func(change func(*texts)) texts {
		cat := catalog.New("mytool", "why")
		q := texts{tool: "mytool", display: "My Tool", recipient: "telemetry.example.org", retention: "90 days", url: "https://example.org/t", every: 10 * time.Minute, catalog: cat}
		declareInvoke(cat)
		change(&q)
		return q
	}
	for name, change := range map[string]func(*texts){
		"usual":          func(*texts) {},
		"local":          func(q *texts) { q.recipient, q.every = "", 0 },
		"budget":         func(q *texts) { q.every, q.budget = 0, 200*time.Millisecond },
		"long tool":      func(q *texts) { q.tool = strings.Repeat("t", 64) },
		"long name":      func(q *texts) { q.display = long },
		"long recipient": func(q *texts) { q.recipient = long },
		"wide":           func(q *texts) { q.display, q.recipient, q.retention, q.url = wide, wide, wide, wide },
		"long address":   func(q *texts) { q.url = "https://example.org/" + long },
		"free text":      func(q *texts) { q.catalog.Event("x", "why", q.catalog.Arguments("why"), q.catalog.ErrorText("why")) },
		"many attributes": func(q *texts) {
			for key := range strings.SplitSeq("abcdefghijklmnopqrstuvwxyz", "") {
				q.catalog.Event("x."+key, "why", q.catalog.Bool(key+strings.Repeat("x", 100), "why"))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, q := range []question{
				{texts: told(change)}, {texts: told(change), changed: true}, {texts: told(change), before: true},
			} {
				lines := q.lines()
				if len(lines) > maxLines {
					t.Errorf("%d lines:\n%s", len(lines), strings.Join(lines, "\n"))
				}
				for _, line := range lines {
					if columns(line) > maxColumns {
						t.Errorf("%d columns: %s", columns(line), line)
					}
				}
				if text := q.text(); !strings.Contains(text, " telemetry disable") || strings.Contains(strings.ToLower(text+q.more("")), "anonym") {
					t.Errorf("the way back is missing, or too much is promised:\n%s", text)
				}
			}
		})
	}
	free := question{texts: told(func(q *texts) { q.catalog.Event("x", "why", q.catalog.Arguments("why")) })}
	if text := free.text(); !strings.Contains(text, "What: arguments") || strings.Contains(text, "Not:  arguments") {
		t.Errorf("free text is not named first:\n%s", text)
	}
	usual := question{texts: told(func(*texts) {})}
	golden(t, "question", usual.text()+"\n\n"+usual.more("{…}")+"\n")
}
