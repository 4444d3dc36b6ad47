package pages_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/demo"
	"github.com/optin-go/optin/server/internal/pages"
	"github.com/optin-go/optin/server/internal/questions"
	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

var now = time.Date(2026, 3, 10, 18, 0, 0, 0, time.UTC)

var paths = []string{"/", "/versions", "/commands", "/failures", "/where", "/retention", "/health"}

func opened(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir(), &store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func filled(t testing.TB, o demo.Options) *store.Store {
	t.Helper()
	s := opened(t)
	o.End = now
	err := demo.Fill(func(events []store.Arrived) error {
		_, err := s.Ingest(t.Context(), events)
		return err
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shown(s *store.Store) http.Handler {
	return pages.New(pages.Config{
		Source: questions.SQLite{DB: s.Reader()}, Now: func() time.Time { return now }, Endpoint: "http://127.0.0.1:8484/v1/events",
	})
}

func get(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestEveryPageShowsItsPanelsAndLoadsNothingFromElsewhere(t *testing.T) {
	h := shown(filled(t, demo.Options{Machines: 15, Days: 30}))
	elsewhere := regexp.MustCompile(`(?i)(src|href|action)="(https?:|//|javascript:|data:)|<script|\son[a-z]+=|\sstyle=|@import|url\(`)
	followed := map[string]bool{}
	for _, path := range paths {
		w := get(t, h, path)
		body := w.Body.String()
		if w.Code != http.StatusOK || strings.Count(body, "<section") == 0 {
			t.Errorf("%s: %d, %d panels", path, w.Code, strings.Count(body, "<section"))
		}
		if found := elsewhere.FindString(body); found != "" {
			t.Errorf("%s has %q", path, found)
		}
		if strings.Count(body, "<summary>SQL</summary>") != strings.Count(body, "<section") {
			t.Errorf("%s: a panel does not show its SQL", path)
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'self';") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for _, link := range regexp.MustCompile(`href="(/[^"]*)"`).FindAllStringSubmatch(body, -1) {
			target := strings.ReplaceAll(link[1], "&amp;", "&")
			if followed[target] {
				continue
			}
			followed[target] = true
			if code := get(t, h, target).Code; code != http.StatusOK {
				t.Errorf("%s links to %s: %d", path, target, code)
			}
		}
	}
}

func TestThePageSaysWhatTheQuestionAnswers(t *testing.T) {
	s := filled(t, demo.Options{Machines: 40, Days: 60})
	today := now.Unix() / 86400
	q, _ := questions.Get("now")
	answer, err := questions.SQLite{DB: s.Reader()}.Ask(t.Context(), q, questions.Filter{Tool: demo.Tool, From: today - 27, To: today, Command: "deploy"})
	if err != nil {
		t.Fatal(err)
	}
	body := get(t, shown(s), "/?command=deploy").Body.String()
	for _, column := range []string{"daily", "weekly", "monthly", "runs"} {
		if want := "<dd>" + strconv.FormatInt(answer.Int(0, column), 10) + "</dd>"; answer.Int(0, column) < 1000 && !strings.Contains(body, want) {
			t.Errorf("the page does not have %s = %s", column, want)
		}
	}
	if !strings.Contains(body, "Last event ") || !strings.Contains(body, "Remove the filter command deploy") {
		t.Error("no word on whether events arrive, or on the filter")
	}
}

func TestAToolWithoutEventsIsNotGreen(t *testing.T) {
	h := shown(filled(t, demo.Options{Machines: 2, Days: 2}))
	for tool, want := range map[string]string{demo.Tool: `<p class="status good">Last event `, "nope": `<p class="status late">No event of this tool is stored.</p>`} {
		if body := get(t, h, "/?tool="+tool).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s: not %s: %s", tool, want, regexp.MustCompile(`<p class="status.*`).FindString(body))
		}
	}
}

func TestATableThatIsCutSaysWhereTheRestIs(t *testing.T) {
	s := opened(t)
	take := func(commands, versions int) {
		var events []store.Arrived
		for i := range commands {
			events = append(events, store.Arrived{At: now, Event: telemetry.Event{
				Name: "command.invoke", Tool: "tool", ToolVersion: "v1." + strconv.Itoa(i%versions), MachineID: "m", TimestampUTC: now,
				Attrs: telemetry.Attrs{{Key: "command", Value: "c" + strconv.Itoa(i)}},
			}})
		}
		if _, err := s.Ingest(t.Context(), events); err != nil {
			t.Fatal(err)
		}
	}
	notes := func(path string) string {
		return strings.Join(regexp.MustCompile(`<p class="note">.*`).FindAllString(get(t, shown(s), path).Body.String(), -1), "\n")
	}
	take(8, 8)
	for _, path := range []string{"/", "/commands", "/failures"} {
		if said := notes(path); strings.Contains(said, " more: ") || strings.Contains(said, "CSV") {
			t.Errorf("%s is whole and says %s", path, said)
		}
	}
	take(105, 12)
	for path, want := range map[string]string{
		"/": "and 97 more: see Commands.", "/commands": "and 5 more: in the CSV.",
		"/failures": "The 40 most used of 105 commands: the CSV has all. The 10 most used of 12 versions: the CSV has all.",
	} {
		if said := notes(path); !strings.Contains(said, want) {
			t.Errorf("%s: not %s: %s", path, want, said)
		}
	}
}

func TestARangeOfDatesIsAPeriodOfItsOwn(t *testing.T) {
	s := filled(t, demo.Options{Machines: 40, Days: 60})
	h := shown(s)
	day := func(month time.Month, d int) int64 {
		return time.Date(2026, month, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
	}
	const address = "/?from=2026-02-01&to=2026-02-10"
	body := get(t, h, address).Body.String()
	q, _ := questions.Get("now")
	answer, err := questions.SQLite{DB: s.Reader()}.Ask(t.Context(), q, questions.Filter{Tool: demo.Tool, From: day(2, 1), To: day(2, 10)})
	if err != nil || answer.Int(0, "runs") == 0 {
		t.Fatal(answer, err)
	}
	for _, want := range []string{
		"Sun 1 Feb 2026 – Tue 10 Feb 2026", "<dt>Runs in 10 days</dt><dd>" + strconv.FormatInt(answer.Int(0, "runs"), 10) + "</dd>",
		"<dt>Active on 10 Feb</dt><dd>" + strconv.FormatInt(answer.Int(0, "daily"), 10) + "</dd>", "Remove the filter dates 1 Feb to 10 Feb",
		`href="/versions?from=2026-02-01&amp;to=2026-02-10"`, `name="from" value="2026-02-01"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	if strings.Contains(body, " 0 in the last 24 hours") {
		t.Error("whether events arrive is asked of the range")
	}
	lines, err := csv.NewReader(get(t, h, "/q/activity.csv"+strings.TrimPrefix(address, "/")).Body).ReadAll()
	if err != nil || len(lines) != 11 || lines[1][0] != "2026-02-01" || lines[10][0] != "2026-02-10" {
		t.Errorf("%v %v", lines, err)
	}
	for query, want := range map[string]string{
		"from=2026-02-10&to=2026-02-01":  "Sun 1 Feb 2026 – Tue 10 Feb 2026",
		"to=2026-02-28":                  "Sun 1 Feb 2026 – Sat 28 Feb 2026",
		"from=2026-02-01":                "Sun 1 Feb 2026 – Sat 28 Feb 2026",
		"from=2026-03-01&to=2030-01-01":  "Sun 1 Mar 2026 – Tue 10 Mar 2026",
		"from=2031-01-01&to=2032-01-01":  "Tue 10 Mar 2026 – Tue 10 Mar 2026",
		"from=1000-01-01&to=2026-03-10":  "Wed 11 Feb 2026 – Tue 10 Mar 2026",
		"from=1980-01-01&to=2026-03-10":  "Tue 4 Feb 2025 – Tue 10 Mar 2026",
		"from=&to=&days=7":               "Wed 4 Mar 2026 – Tue 10 Mar 2026",
		"from=x&to=%3Cscript%3E&days=-1": "Wed 11 Feb 2026 – Tue 10 Mar 2026",
	} {
		if body := get(t, h, "/versions?"+query).Body.String(); !strings.Contains(body, "<p>"+want+", in UTC") {
			t.Errorf("%s: not %s: %s", query, want, regexp.MustCompile("<p>.*, in UTC").FindString(body))
		}
	}
	for _, path := range paths {
		if code := get(t, h, path+strings.TrimPrefix(address, "/")).Code; code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
	}
}

func TestWhatTheToolDeclaresIsExplained(t *testing.T) {
	s := filled(t, demo.Options{Machines: 10, Days: 10})
	tool := declared.Tool{
		Name:   demo.Tool,
		Events: map[string]declared.Event{"command.invoke": {Purpose: "one <b>run</b>"}},
		Attributes: map[string]declared.Attribute{
			"agent":   {Purpose: "which agent it was"},
			"command": {Purpose: "which command ran", Values: []string{"deploy", "<i>"}, Allowed: "one of deploy, <i>"},
			"file":    {Purpose: "which file it read"},
			"subject": {Purpose: "which command was explained", Allowed: "the name of one of <b>"},
			"outcome": {Purpose: "how it ended"},
			"took":    {Purpose: "its duration"},
		},
	}
	h := pages.New(pages.Config{Source: questions.SQLite{DB: s.Reader()}, Now: func() time.Time { return now }, Tools: []declared.Tool{tool}})
	for path, words := range map[string][]string{
		"/commands": {"one &lt;b&gt;run&lt;/b&gt;", "Declared as “which command ran”", "Declared as “its duration”", "What shipit records", ">deploy, &lt;i&gt;</td>", ">any text (not checked)</td>", ">the name of one of &lt;b&gt; (not checked)</td>"},
		"/failures": {"Declared as “how it ended”"},
		"/where":    {"Declared as “which agent it was”"},
	} {
		body := get(t, h, path).Body.String()
		for _, word := range words {
			if !strings.Contains(body, word) {
				t.Errorf("%s does not say %s", path, word)
			}
		}
	}
}

func TestWhatIsNotThereIsAPageToo(t *testing.T) {
	w := get(t, shown(opened(t)), "/nothing")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "<h1>Not found</h1>") || w.Header().Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestAnEmptyStoreShowsTheLineToPaste(t *testing.T) {
	body := get(t, shown(opened(t)), "/").Body.String()
	if !strings.Contains(body, "curl http://127.0.0.1:8484/v1/events") || !strings.Contains(body, "httpsink.New") || strings.Contains(body, "none was taken") {
		t.Error(body)
	}
}

// Who sends events of a tool that the server does not take sees no empty page
// without a word.
func TestAnEmptyStoreSaysWhatWasRefused(t *testing.T) {
	s := opened(t)
	if err := s.Refused(t.Context(), "", "unknown_tool", 3); err != nil {
		t.Fatal(err)
	}
	if body := get(t, shown(s), "/").Body.String(); !strings.Contains(body, "<li>3 unknown tool: the tool is not declared here</li>") {
		t.Error(body)
	}
}

// hostile are strings that must come out as text wherever they are shown.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `';alert(1)//`, `</style><script>x`, `{{.}}`, `=cmd|' /C calc'!A0`, `+1+1`, `-2+3`, `@SUM(1)`,
	"\u202eabc", `javascript:alert(1)`, `%3Cscript%3E`, "a\x00b", "*", `' OR 1=1 --`,
}

func TestHostileStringsAreShownAsText(t *testing.T) {
	s := opened(t)
	for i, text := range hostile {
		_, err := s.Ingest(t.Context(), []store.Arrived{{At: now, Event: telemetry.Event{
			Name: text, Tool: "tool", ToolVersion: text, MachineID: text, TimestampUTC: now.Add(-time.Duration(i) * time.Hour), Args: text, ErrMsg: text,
			Attrs: telemetry.Attrs{
				{Key: "agent", Value: text},
				{Key: "command", Value: text},
				{Key: "host.arch", Value: text},
				{Key: "install", Value: text},
				{Key: "os.type", Value: text},
				{Key: "outcome", Value: text},
				{Key: "process.interactive", Value: text},
				{Key: "took", Value: text},
				{Key: text + "key", Value: text},
			},
		}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	h := shown(s)
	tag := regexp.MustCompile(`<(script|img|iframe)|<[^<>]*\sonerror=`)
	quoted := regexp.MustCompile(`"[^"<>]*"`)
	for _, path := range paths {
		for i, text := range append(hostile, "") {
			if text != "" && i%len(paths) != slices.Index(paths, path) {
				continue // each text once as a filter
			}
			query := "?dev=1&days=28"
			if text != "" {
				query = "?" + values("tool", "tool", "version", text, "os", text, "command", text)
			}
			body := quoted.ReplaceAllString(get(t, h, path+query).Body.String(), `""`)
			if found := tag.FindString(body); found != "" {
				t.Errorf("%s%s: %q is in the page", path, query, found)
			}
		}
	}
	for _, q := range questions.All() {
		w := get(t, h, "/q/"+q.Name+".csv?dev=1")
		lines, err := csv.NewReader(w.Body).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", q.Name, err)
		}
		for _, line := range lines {
			for _, field := range line {
				if _, err := strconv.Atoi(field); err != nil && field != "" && strings.ContainsAny(field[:1], "=+-@\t\r|") {
					t.Errorf("%s.csv has the formula %q", q.Name, field)
				}
			}
		}
	}
}

func values(pairs ...string) string {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	query := r.URL.Query()
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return query.Encode()
}

func TestEachQuestionIsToBeHadAsJSONWithItsSQL(t *testing.T) {
	h := shown(filled(t, demo.Options{Machines: 20, Days: 30}))
	for _, q := range questions.All() {
		w := get(t, h, "/q/"+q.Name+".json")
		var answer struct {
			SQL  string           `json:"sql"`
			Rows []map[string]any `json:"rows"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.SQL == "" {
			t.Errorf("%s: %v %s", q.Name, err, w.Body)
		}
		if len(answer.Rows) == 0 {
			t.Errorf("%s has no rows", q.Name)
		}
		for _, row := range answer.Rows {
			for column, v := range row {
				text, _ := v.(string)
				if date, err := time.Parse(time.DateOnly, text); err == nil && (date.After(now) || now.Sub(date) > 60*24*time.Hour) {
					t.Errorf("%s shows a number as a date: %s is %s", q.Name, column, text)
				}
			}
		}
	}
	for _, path := range []string{"/q/nothing.csv", "/q/now", "/q/now.xml", "/nothing"} {
		if code := get(t, h, path).Code; code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
}

func TestAPageIsBelow100KBCompressed(t *testing.T) {
	h := shown(filled(t, demo.Options{Machines: 40, Days: 90}))
	for _, path := range paths {
		r := httptest.NewRequest(http.MethodGet, path+"?days=365", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		size := w.Body.Len()
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(z)
		if err != nil || size > 100_000 || !strings.Contains(string(plain), "</html>") {
			t.Errorf("%s: %d bytes, %v", path, size, err)
		}
	}
}
