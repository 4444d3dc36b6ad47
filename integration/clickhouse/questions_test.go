package clickhouse

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chdb-io/chdb-go/chdb"
)

const (
	events     = 200_000
	duplicates = 5_000 // of these
	machines   = 1500
)

// event is an event as httpsink sends it.
type event struct {
	Name      string            `json:"name"`
	Tool      string            `json:"tool"`
	Version   string            `json:"tool_version"`
	Machine   string            `json:"machine_id"`
	Timestamp time.Time         `json:"timestamp_utc"`
	Attrs     map[string]string `json:"attrs"`
	ID        string            `json:"id"`
}

// row is the event as the Collector's exporter writes it.
func (e event) row() map[string]any {
	attrs := map[string]string{"log.record.uid": e.ID}
	for key, value := range e.Attrs {
		attrs[key] = value
	}
	return map[string]any{
		"Timestamp": e.Timestamp.Format("2006-01-02 15:04:05.000000000"), "ServiceName": e.Tool, "EventName": e.Name, "Body": e.Name, "SeverityText": "INFO",
		"ResourceAttributes": map[string]string{"service.name": e.Tool, "service.version": e.Version, "app.installation.id": e.Machine},
		"LogAttributes":      attrs,
	}
}

func makeEvents() []event {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	now := time.Now().UTC().Truncate(time.Millisecond)
	list := make([]event, 0, events)
	for len(list) < events-duplicates {
		e := event{
			Name: "command.invoke", Tool: pick("shipit", "shipit", "shipit", "other"), Version: pick("v1.4.2", "v1.5.0", "v2.0.0-rc.1", "v2.0.0", "dev", "v2.0.1-4-gabcdef"),
			Machine: fmt.Sprintf("%064x", r.IntN(machines)), Timestamp: now.Add(-time.Duration(r.Int64N(int64(28 * 24 * time.Hour)))),
			ID: fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()),
			Attrs: map[string]string{
				"command": pick("deploy", "status", "it's \\ odd"), "os.type": pick("linux", "darwin"), "host.arch": pick("amd64", "arm64"), "outcome": pick("ok", "ok", "ok", "cancelled", "error", "panic"),
				"took": pick("<1s", "1s-1m", ">=1m"), "process.interactive": pick("true", "false"), "agent": pick("none", "none", "cursor"),
			},
		}
		switch r.IntN(20) {
		case 0:
			e.Name, e.Attrs = "install", map[string]string{"install": pick("apt", "go")}
		case 1:
			delete(e.Attrs, "host.arch")
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b event) int { return a.Timestamp.Compare(b.Timestamp) })
	for len(list) < events {
		list = append(list, list[r.IntN(len(list))])
	}
	return list
}

// library runs queries in this process.
type library struct {
	mu      sync.Mutex
	session *chdb.Session
}

func (l *library) query(query, format string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	result, err := l.session.Query(query, format)
	if err != nil {
		return "", err
	}
	defer result.Free()
	if err := result.Error(); err != nil {
		return "", err
	}
	return result.String(), nil
}

// ServeHTTP answers as ClickHouse's HTTP interface does.
func (l *library) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	text, err := l.query(string(body), "JSONCompact")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(w, text)
}

// createTable is the statement of docs/fleet.md.
func createTable(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/fleet.md")
	if err != nil {
		t.Fatal(err)
	}
	statement := regexp.MustCompile(`(?s)CREATE TABLE .*?;`).FindString(string(text))
	if statement == "" {
		t.Fatal("docs/fleet.md has no table")
	}
	return strings.TrimSuffix(statement, ";")
}

// written puts rows into a file.
func written(t *testing.T, list []event) string {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "rows.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	encoder := json.NewEncoder(out)
	for _, e := range list {
		if err := encoder.Encode(e.row()); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

func clickHouse(t *testing.T, list []event) (address string, l *library) {
	t.Helper()
	session, err := chdb.NewSession(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(session.Close)
	l = &library{session: session}
	// The duplicates are inserted apart, so that they lie in other parts.
	paths := []string{written(t, list[:events-duplicates]), written(t, list[events-duplicates:])}
	begin := time.Now()
	const columns = "Timestamp, ServiceName, EventName, Body, SeverityText, ResourceAttributes, LogAttributes"
	statements := []string{"CREATE DATABASE telemetry", createTable(t), "SYSTEM STOP MERGES telemetry.events"}
	for _, path := range paths {
		statements = append(statements, fmt.Sprintf(`INSERT INTO telemetry.events (%s) SELECT %[1]s FROM file('%s', JSONEachRow,
			'Timestamp DateTime64(9), ServiceName String, EventName String, Body String, SeverityText String, ResourceAttributes Map(String, String), LogAttributes Map(String, String)')`, columns, path))
	}
	for _, statement := range statements {
		if _, err := l.query(statement, "CSV"); err != nil {
			t.Fatalf("%v\n%s", err, statement)
		}
	}
	t.Logf("ClickHouse: %d rows in %v", len(list), time.Since(begin).Round(time.Millisecond))
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	return "clickhouse://" + strings.TrimPrefix(server.URL, "http://") + "/telemetry/events", l
}

// serve starts the server's own program and returns where it listens.
func serve(t *testing.T, program string, flags ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			go func() {
				for lines.Scan() {
					if strings.Contains(lines.Text(), `"level":"ERROR"`) {
						fmt.Fprintln(os.Stderr, lines.Text())
					}
				}
			}()
			return "http://" + line.Address
		}
		fmt.Fprintln(os.Stderr, lines.Text())
	}
	t.Fatal("the server does not listen")
	return ""
}

func get(t *testing.T, address string) (int, []byte) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

func TestSQLiteAndClickHouseGiveTheSameNumbers(t *testing.T) {
	if os.Getenv("CHDB_LIB_PATH") == "" {
		t.Skip("CHDB_LIB_PATH does not say where libchdb.so is; see README.md")
	}
	program := filepath.Join(t.TempDir(), "optin-server")
	build := exec.Command("go", "build", "-o", program, "./server/cmd/optin-server")
	build.Dir = "../.."
	build.Env = append(os.Environ(), "GOWORK=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	list := makeEvents()

	sqlite := serve(t, program, "--data", t.TempDir(), "--accept-any")
	begin := time.Now()
	for from := 0; from < len(list); from += 1000 {
		body, err := json.Marshal(list[from:min(from+1000, len(list))])
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.Post(sqlite+"/v1/events", "application/json", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK || bytes.Contains(answer, []byte("rejected\":[")) {
			t.Fatalf("%s %s", response.Status, answer)
		}
	}
	t.Logf("SQLite: %d events in %v", len(list), time.Since(begin).Round(time.Millisecond))
	address, library := clickHouse(t, list)
	columns := serve(t, program, "--store", address)

	if rows, err := library.query("SELECT count() > uniqExact(EventID), uniqExact(EventID) FROM telemetry.events", "CSV"); err != nil || rows != "1,195000\n" {
		t.Errorf("%q %v, want duplicates that are not merged yet", rows, err)
	}
	filters := []url.Values{
		{"tool": {"shipit"}},
		{"tool": {"shipit"}, "days": {"7"}, "dev": {"1"}},
		{"tool": {"shipit"}, "version": {"v2.0.0"}},
		{"tool": {"shipit"}, "os": {"linux"}, "command": {`it's \ odd`}},
		{"tool": {"shipit"}, "version": {"v1.5.0"}, "os": {"darwin"}, "command": {"deploy"}, "days": {"14"}},
		{"tool": {"other"}, "days": {"90"}},
		{"tool": {`'; DROP TABLE telemetry.events; --`}, "os": {`\'`}},
	}
	compared := 0
	for _, filter := range filters {
		for _, name := range []string{"now", "new", "activity", "adoption", "versions", "commands", "durations", "heat", "outcomes", "platforms", "settings", "names", "retention", "tools", "choices"} {
			var answers [2][]any
			for i, base := range []string{sqlite, columns} {
				code, body := get(t, base+"/q/"+name+".json?"+filter.Encode())
				var answer struct{ Rows []any }
				if err := json.Unmarshal(body, &answer); code != http.StatusOK || err != nil {
					t.Fatalf("%s %v: %d %s", name, filter, code, body)
				}
				answers[i] = answer.Rows
			}
			if name == "tools" { // there is no order to them
				answers[0], answers[1] = answers[0][:min(1, len(answers[0]))], answers[0][:min(1, len(answers[1]))]
			}
			if !reflect.DeepEqual(answers[0], answers[1]) {
				t.Errorf("%s %v:\n    SQLite %.800v\nClickHouse %.800v", name, filter, answers[0], answers[1])
			}
			compared++
		}
	}
	t.Logf("%d answers are equal", compared)
	for _, path := range []string{"/", "/versions", "/commands", "/failures", "/where", "/retention", "/health"} {
		if code, body := get(t, columns+path+"?tool=shipit"); code != http.StatusOK || !bytes.Contains(body, []byte("telemetry.events FINAL")) && path != "/health" {
			t.Errorf("%s on ClickHouse: %d", path, code)
		}
	}

	// What docs/fleet.md says of deletion, of merging, and of size.
	for _, statement := range []string{
		"SYSTEM START MERGES telemetry.events", // a deletion waits for them
		fmt.Sprintf("DELETE FROM telemetry.events WHERE ResourceAttributes['app.installation.id'] = '%s'", list[0].Machine),
		"OPTIMIZE TABLE telemetry.events FINAL",
	} {
		if _, err := library.query(statement, "CSV"); err != nil {
			t.Errorf("%v\n%s", err, statement)
		}
	}
	left, err := library.query(fmt.Sprintf("SELECT countIf(ResourceAttributes['app.installation.id'] = '%s'), count() = uniqExact(EventID) FROM telemetry.events", list[0].Machine), "CSV")
	if err != nil || left != "0,1\n" {
		t.Errorf("after deletion and merging: %q %v", left, err)
	}
	size, err := library.query("SELECT sum(rows), sum(bytes_on_disk), round(sum(bytes_on_disk) / sum(rows), 1) FROM system.parts WHERE database = 'telemetry' AND active", "CSV")
	t.Logf("rows, bytes, bytes a row: %s %v", strings.TrimSpace(size), err)
}
