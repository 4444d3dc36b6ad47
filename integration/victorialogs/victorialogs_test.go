package victorialogs

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/integration/fleet"
	"github.com/optin-go/optin/telemetry"
)

// victoriaLogs is a process of it.
type victoriaLogs struct {
	url, data string
	pid       int
}

func start(t *testing.T) *victoriaLogs {
	t.Helper()
	program := filepath.Join(t.TempDir(), "victoria-logs")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	v := &victoriaLogs{data: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, //nolint:gosec // a test's own program
		"-httpListenAddr=127.0.0.1:0", "-storageDataPath="+v.data, "-retentionPeriod=90d", "-delete.enable")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	v.pid = cmd.Process.Pid
	listening, ended := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(ended)
		address := regexp.MustCompile(`started server at (http://\S+)/`)
		for lines := bufio.NewScanner(log); lines.Scan(); {
			if found := address.FindStringSubmatch(lines.Text()); found != nil {
				listening <- found[1]
			} else if fields := strings.Split(lines.Text(), "\t"); len(fields) > 1 && fields[1] != "info" {
				t.Log(lines.Text())
			}
		}
		_ = cmd.Wait()
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	select {
	case v.url = <-listening:
	case <-ended:
		t.Fatal("VictoriaLogs ended")
	}
	return v
}

// ask returns the rows that answer a query.
func (v *victoriaLogs) ask(t *testing.T, query string) []map[string]string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.url+"/select/logsql/query", strings.NewReader(url.Values{"query": {query}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(response.Body)
		t.Fatalf("%s: %s\n%s", response.Status, text, query)
	}
	var rows []map[string]string
	for decoder := json.NewDecoder(response.Body); decoder.More(); {
		var row map[string]string
		if err := decoder.Decode(&row); err != nil {
			t.Fatalf("%v\n%s", err, query)
		}
		rows = append(rows, row)
	}
	return rows
}

// number returns the only number of an answer.
func (v *victoriaLogs) number(t *testing.T, query string) int {
	t.Helper()
	for _, row := range v.ask(t, query) {
		n, err := strconv.Atoi(row["n"])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	t.Fatalf("no answer to %s", query)
	return 0
}

// documented are the queries of docs/fleet.md, by the question that their first line
// names.
func documented(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/fleet.md")
	if err != nil {
		t.Fatal(err)
	}
	queries := map[string]string{}
	for _, block := range regexp.MustCompile("(?s)```logsql\n# (\\w+)\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		queries[block[1]] = block[2]
	}
	return queries
}

// wholeDays puts whole days until today in place of the hours until now, as
// optin-server counts.
func wholeDays(query string) string {
	return regexp.MustCompile(`_time:\d+d\b`).ReplaceAllStringFunc(query, func(s string) string {
		days, _ := strconv.Atoi(s[len("_time:") : len(s)-1])
		tomorrow := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
		return fmt.Sprintf("_time:[%s, %s)", tomorrow.AddDate(0, 0, -days).Format(time.RFC3339), tomorrow.Format(time.RFC3339))
	})
}

// comparisons say which columns of a question are which fields of the documented
// query's answer.
var comparisons = map[string][]struct{ column, field string }{
	"now":       {{"daily", "day"}, {"weekly", "week"}, {"monthly", "month"}},
	"activity":  {{"day", "_time"}, {"machines", "machines"}, {"runs", "runs"}, {"failures", "failures"}},
	"adoption":  {{"day", "_time"}, {"version", "service.version"}, {"machines", "machines"}},
	"versions":  {{"version", "service.version"}, {"machines", "machines"}, {"runs", "runs"}, {"failures", "failures"}},
	"commands":  {{"command", "command"}, {"machines", "machines"}, {"runs", "runs"}, {"failures", "failures"}},
	"heat":      {{"command", "command"}, {"version", "service.version"}, {"runs", "runs"}, {"failures", "failures"}},
	"durations": {{"command", "command"}, {"took", "took"}, {"runs", "runs"}},
	"outcomes":  {{"outcome", "outcome"}, {"machines", "machines"}, {"runs", "runs"}},
	"platforms": {{"platform", "platform"}, {"machines", "machines"}, {"runs", "runs"}},
	"names":     {{"name", "event_name"}, {"events", "events"}, {"machines", "machines"}},
}

// cell is a value as both write it: a time as the number of its day.
func cell(value string) string {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, value); err == nil {
			return strconv.FormatInt(at.Unix()/86400, 10)
		}
	}
	return value
}

func TestVictoriaLogsHasTheNumbersOfSQLite(t *testing.T) {
	v := start(t)
	events := fleet.Events(time.Now())
	fleet.Send(t, v.url+"/insert/opentelemetry", nil, map[string]telemetry.Secret{"VL-Stream-Fields": "service.name"}, events)
	fleet.Get(t, v.url+"/internal/force_flush")

	t.Run("every event, as it was sent", func(t *testing.T) {
		for query, want := range map[string]int{
			`* | stats count() n`:                                      fleet.Count,
			`* | stats count_uniq(log.record.uid) n`:                   fleet.Unique,
			`* | stats count_uniq(_stream) n`:                          2,
			`NOT _msg:eq_field(event_name) | stats count() n`:          0,
			`_msg:=command.invoke | stats count_uniq(_msg) n`:          1,
			`{service.name="shipit"} | stats count_uniq(_stream) n`:    1,
			`command:="it's \\ \"odd\"" | stats count_uniq(command) n`: 1,
		} {
			if have := v.number(t, query); have != want {
				t.Errorf("%s: %d, want %d", query, have, want)
			}
		}
	})
	t.Run("the questions", func(t *testing.T) {
		sqlite := fleet.SQLite(t, fleet.Build(t, "../..", "./server/cmd/optin-server"), events)
		queries := documented(t)
		fleet.OnOneDay(t, func() []string { return differences(t, v, sqlite, queries) })
	})
	fleet.Get(t, v.url+"/internal/force_merge")
	t.Logf("%d bytes on disk, %.1f an event; %s of memory at most", disk(t, v.data), float64(disk(t, v.data))/fleet.Count, fleet.Memory(v.pid))
	t.Run("deletion", func(t *testing.T) {
		filter := fmt.Sprintf("app.installation.id:=%q", events[0].MachineID)
		if v.number(t, filter+" | stats count() n") == 0 {
			t.Error("there is nothing to delete")
		}
		fleet.Get(t, v.url+"/delete/run_task?filter="+url.QueryEscape(filter))
		for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
			if left := v.number(t, filter+" | stats count() n"); left == 0 {
				break
			} else if time.Now().After(deadline) {
				t.Fatalf("%d events are left", left)
			}
		}
		if have := v.number(t, "* | stats count() n"); have >= fleet.Count || have < fleet.Count*9/10 {
			t.Errorf("%d events are left of all", have)
		}
	})
}

func differences(t *testing.T, v *victoriaLogs, sqlite string, queries map[string]string) []string {
	t.Helper()
	var different []string
	for name, columns := range comparisons {
		query := wholeDays(strings.ReplaceAll(queries[name], "mytool", fleet.Tool))
		if query == "" {
			different = append(different, "docs/fleet.md has no query for "+name)
			continue
		}
		filter := url.Values{"tool": {fleet.Tool}, "days": {"28"}, "dev": {"1"}}
		var want, have []string
		for _, row := range fleet.Ask(t, sqlite, name, filter) {
			var cells []string
			for _, c := range columns {
				cells = append(cells, cell(fmt.Sprint(row[c.column])))
			}
			want = append(want, fmt.Sprintf("%q", cells))
		}
		for _, row := range v.ask(t, query) {
			var cells []string
			for _, c := range columns {
				cells = append(cells, cell(row[c.field]))
			}
			have = append(have, fmt.Sprintf("%q", cells))
		}
		slices.Sort(want)
		slices.Sort(have)
		if len(want) == 0 || !slices.Equal(want, have) {
			different = append(different, fmt.Sprintf("%s:\n      SQLite %.800v\nVictoriaLogs %.800v\n%s", name, want, have, query))
		}
	}
	return different
}

// disk returns the size of all files in a directory.
func disk(t *testing.T, dir string) int64 {
	t.Helper()
	size := int64(0)
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil //nolint:nilerr // merges remove files meanwhile
		}
		if info, err := d.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}
