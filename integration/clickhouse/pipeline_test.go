package clickhouse

import (
	"fmt"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/optin-go/optin/integration/fleet"
)

const rows = "SELECT count() FROM telemetry.events"

// documented returns the statement of docs/fleet.md that begins like this.
func documented(t *testing.T, begin string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/fleet.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		if strings.HasPrefix(block[1], begin) {
			return strings.TrimSuffix(strings.TrimSpace(block[1]), ";")
		}
	}
	t.Fatalf("docs/fleet.md has no %s", begin)
	return ""
}

// pipeline is what docs/fleet.md describes, on this machine.
type pipeline struct {
	engine    *engine
	collector *collector
	server    string // optin-server's program
}

func newPipeline(t *testing.T) *pipeline {
	t.Helper()
	if os.Getenv("CHDB_LIB_PATH") == "" {
		t.Skip("CHDB_LIB_PATH does not say where libchdb.so is; see README.md")
	}
	p := &pipeline{server: fleet.Build(t, "../..", "./server/cmd/optin-server"), engine: newEngine(t)}
	p.engine.text(t, "CREATE DATABASE telemetry")
	p.engine.text(t, documented(t, "CREATE TABLE"))
	p.collector = newCollector(t, fleet.Build(t, "../collector", "./otelcol"), p.engine.url)
	return p
}

// wait waits until a query answers at least n.
func (p *pipeline) wait(t *testing.T, query string, n int) {
	t.Helper()
	begin := time.Now()
	for {
		have, err := strconv.Atoi(p.engine.text(t, query))
		if err != nil {
			t.Fatal(err)
		}
		if have >= n {
			t.Logf("%d rows after %v", have, time.Since(begin).Round(time.Millisecond))
			return
		}
		if time.Since(begin) > 4*time.Minute {
			t.Fatalf("%d rows, want %d", have, n)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// One test, since one process has one ClickHouse, and filling it is what takes time.
// Its parts build on one another.
func TestEventsReachClickHouseAndThePages(t *testing.T) {
	p := newPipeline(t)
	events := fleet.Events(time.Now())
	send := func(t *testing.T, from, to int) {
		t.Helper()
		fleet.Send(t, "https://example.com", p.collector.client, nil, events[from:to])
	}
	ok := t.Run("a Collector that starts while ClickHouse is away fills every column", func(t *testing.T) {
		p.engine.away.Store(true)
		p.collector.start(t)
		send(t, 0, 2000)
		p.engine.away.Store(false)
		p.wait(t, rows, 2000)
		if names := p.engine.text(t, "SELECT countIf(EventName NOT IN ('command.invoke', 'install')) FROM telemetry.events"); names != "0" {
			t.Errorf("%s rows have no event's name", names)
		}
	}) && t.Run("a killed Collector has lost nothing that it acknowledged", func(t *testing.T) {
		p.engine.away.Store(true)
		send(t, 2000, 20_000)
		p.collector.end(t, syscall.SIGKILL)
		p.engine.away.Store(false)
		p.collector.start(t)
		p.wait(t, "SELECT uniqExact(EventID) FROM telemetry.events", 20_000)
	}) && t.Run("duplicates arrive, and lie beside the first", func(t *testing.T) {
		send(t, 20_000, fleet.Unique)
		p.wait(t, "SELECT uniqExact(EventID) FROM telemetry.events", fleet.Unique)
		p.engine.text(t, "SYSTEM STOP MERGES telemetry.events")
		before := p.engine.text(t, rows)
		send(t, fleet.Unique, fleet.Count)
		n, err := strconv.Atoi(before)
		if err != nil {
			t.Fatal(err)
		}
		p.wait(t, rows, n+fleet.Count-fleet.Unique-100) // some lie among those sent, and are one row at once
		p.collector.end(t, os.Interrupt)
	})
	if !ok {
		return
	}
	t.Run("FINAL leaves duplicates out", func(t *testing.T) {
		for _, query := range []string{rows + " FINAL", "SELECT uniqExact(EventID) FROM telemetry.events"} {
			if have := p.engine.text(t, query); have != strconv.Itoa(fleet.Unique) {
				t.Errorf("%s: %s, want %d", query, have, fleet.Unique)
			}
		}
		if have := p.engine.text(t, rows); have <= strconv.Itoa(fleet.Unique) {
			t.Errorf("%s rows: there is nothing to leave out", have)
		}
	})
	t.Run("the documented question", func(t *testing.T) {
		answer := p.engine.text(t, strings.ReplaceAll(documented(t, "SELECT EventName"), "'mytool'", "'"+fleet.Tool+"'"))
		if lines := strings.Split(answer, "\n"); len(lines) != 4 { // three commands, and installations
			t.Errorf("%s", answer)
		}
	})
	t.Run("the pages have the numbers of SQLite", func(t *testing.T) { samePages(t, p, fleet.SQLite(t, p.server, events)) })
	p.engine.text(t, "SYSTEM START MERGES telemetry.events") // a deletion waits for merges
	t.Run("merging leaves one row of each", func(t *testing.T) {
		p.engine.text(t, "OPTIMIZE TABLE telemetry.events FINAL")
		if have := p.engine.text(t, rows); have != strconv.Itoa(fleet.Unique) {
			t.Errorf("%s rows, want %d", have, fleet.Unique)
		}
		t.Logf("rows, bytes, bytes a row, of these machines: %s", p.engine.text(t, size))
	})
	t.Run("deletion leaves nothing of a machine", func(t *testing.T) {
		statement := strings.ReplaceAll(documented(t, "ALTER TABLE telemetry.events DELETE"), "…", events[0].MachineID)
		p.engine.text(t, statement)
		left := p.engine.text(t, fmt.Sprintf("SELECT countIf(ResourceAttributes['app.installation.id'] = '%s'), count() < %d, count() > %d FROM telemetry.events", events[0].MachineID, fleet.Unique, fleet.Unique*9/10))
		if left != "0,1,1" {
			t.Errorf("%s", left)
		}
	})
	t.Run("an event older than the table keeps goes at the next merge", func(t *testing.T) {
		const old = "SELECT count() FROM telemetry.events WHERE Timestamp < now() - INTERVAL 91 DAY"
		p.engine.text(t, "SYSTEM STOP MERGES telemetry.events")
		p.engine.text(t, "INSERT INTO telemetry.events (Timestamp, ServiceName, EventName, LogAttributes) SELECT now() - INTERVAL 100 DAY, 'mytool', 'command.invoke', map('log.record.uid', toString(number)) FROM numbers(10)")
		if have := p.engine.text(t, old); have != "10" {
			t.Errorf("%s rows, want 10", have)
		}
		p.engine.text(t, "SYSTEM START MERGES telemetry.events")
		p.engine.text(t, "OPTIMIZE TABLE telemetry.events FINAL")
		if have := p.engine.text(t, old); have != "0" {
			t.Errorf("%s rows are left", have)
		}
	})
	t.Run("size of a row", func(t *testing.T) { sizes(t, p.engine) })
	t.Logf("this process, with ClickHouse in it, used %s of memory at most", fleet.Memory(os.Getpid()))
}

const size = "SELECT sum(rows), sum(bytes_on_disk), round(sum(bytes_on_disk) / sum(rows), 1) FROM system.parts WHERE database = 'telemetry' AND table = 'events' AND active"

// sizes logs what a row takes when each is another machine's, as among a million.
func sizes(t *testing.T, e *engine) {
	t.Helper()
	e.text(t, "TRUNCATE TABLE telemetry.events")
	e.text(t, `INSERT INTO telemetry.events (Timestamp, ServiceName, EventName, Body, SeverityNumber, ResourceAttributes, LogAttributes)
		SELECT now64(9) - toIntervalMillisecond(rand64() % 86400000) AS at, 'mytool', 'command.invoke', 'command.invoke', 9,
			map('service.name', 'mytool', 'service.version', ['v1.4.2', 'v1.5.0', 'v2.0.0'][1 + rand(1) % 3], 'app.installation.id', lower(hex(randomString(32)))),
			map('agent', ['none', 'none', 'cursor'][1 + rand(2) % 3], 'command', ['deploy', 'status', 'plan'][1 + rand(3) % 3], 'host.arch', ['amd64', 'arm64'][1 + rand(4) % 2],
				'os.type', ['linux', 'darwin'][1 + rand(5) % 2], 'outcome', ['ok', 'ok', 'ok', 'error'][1 + rand(6) % 4], 'process.interactive', ['true', 'false'][1 + rand(7) % 2],
				'took', ['<1s', '1s-1m', '>=1m'][1 + rand(8) % 3], 'log.record.uid', lower(hex(randomString(16))))
		FROM numbers(300000)`)
	e.text(t, "OPTIMIZE TABLE telemetry.events FINAL")
	t.Logf("rows, bytes, bytes a row, each of another machine: %s", e.text(t, size))
	t.Logf("by column: %s", e.text(t, "SELECT groupArray((column, round(bytes / 300000, 1))) FROM (SELECT column, sum(column_data_compressed_bytes) AS bytes FROM system.parts_columns WHERE database = 'telemetry' AND table = 'events' AND active GROUP BY column HAVING bytes > 30000 ORDER BY bytes DESC)"))
}

// samePages compares what optin-server answers over its own store and over ClickHouse.
func samePages(t *testing.T, p *pipeline, sqlite string) {
	t.Helper()
	columns := fleet.Serve(t, p.server, "--store", "clickhouse://"+strings.TrimPrefix(p.engine.url, "http://")+"/telemetry/events")
	filters := []url.Values{
		{"tool": {fleet.Tool}},
		{"tool": {fleet.Tool}, "days": {"7"}, "dev": {"1"}},
		{"tool": {fleet.Tool}, "version": {"v2.0.0"}},
		{"tool": {fleet.Tool}, "os": {"linux"}, "command": {fleet.OddCommand}},
		{"tool": {fleet.Tool}, "version": {"v1.5.0"}, "os": {"darwin"}, "command": {"deploy"}, "days": {"14"}},
		{"tool": {"other"}, "days": {"90"}},
		{"tool": {`'; DROP TABLE telemetry.events; --`}, "os": {`\'`}},
	}
	questions := []string{"now", "new", "activity", "adoption", "versions", "commands", "durations", "heat", "outcomes", "platforms", "settings", "names", "retention", "tools", "choices"}
	var slowest time.Duration
	fleet.OnOneDay(t, func() []string {
		var differences []string
		for _, filter := range filters {
			for _, name := range questions {
				want := fleet.Ask(t, sqlite, name, filter)
				begin := time.Now()
				have := fleet.Ask(t, columns, name, filter)
				slowest = max(slowest, time.Since(begin))
				if name == "tools" { // in SQLite in the order of their first events
					want, have = byText(want), byText(have)
				}
				if !reflect.DeepEqual(want, have) {
					differences = append(differences, fmt.Sprintf("%s %v:\n    SQLite %.800v\nClickHouse %.800v", name, filter, want, have))
				}
			}
		}
		return differences
	})
	t.Logf("%d answers are equal, the slowest of ClickHouse took %v", len(filters)*len(questions), slowest.Round(time.Millisecond))
	for _, path := range []string{"/", "/versions", "/commands", "/failures", "/where", "/retention", "/health"} {
		page := string(fleet.Get(t, columns+path+"?tool="+fleet.Tool))
		if !strings.Contains(page, "telemetry.events FINAL") && path != "/health" {
			t.Errorf("%s does not show its SQL on ClickHouse", path)
		}
	}
}

func byText(rows []map[string]any) []map[string]any {
	slices.SortFunc(rows, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return rows
}
