package questions

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/optin-go/optin/server/internal/store"
)

// ClickHouse asks a table that the OpenTelemetry Collector's exporter fills, as
// docs/fleet.md describes it, over ClickHouse's HTTP interface.
type ClickHouse struct {
	endpoint       string
	user, password string
	prelude        string
	client         *http.Client
}

var tableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// NewClickHouse returns a source for an address such as
// clickhouse://user:password@host:8123/telemetry/events, or clickhouses:// for
// TLS. The database and the table are telemetry and events if they are left out.
// It does not connect.
func NewClickHouse(address string) (*ClickHouse, error) {
	u, err := url.Parse(address)
	if err != nil { // its text has the address, and so the password
		return nil, errors.New("the store's address is not a URL; write clickhouse://user:password@host:8123/database/table")
	}
	scheme, ok := map[string]string{"clickhouse": "http", "clickhouses": "https"}[u.Scheme]
	if !ok || u.Host == "" {
		return nil, errors.New("the store's address wants clickhouse://host:8123/database/table, or clickhouses:// for TLS")
	}
	database, table, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if database == "" {
		database = "telemetry"
	}
	if table == "" {
		table = "events"
	}
	if !tableName.MatchString(database) || !tableName.MatchString(table) {
		return nil, errors.New("the names of the store's database and table have letters, digits and _ only")
	}
	c := &ClickHouse{
		endpoint: scheme + "://" + u.Host + "/", user: u.User.Username(), prelude: preludeOf(database + "." + table),
		client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
	c.password, _ = u.User.Password()
	return c, nil
}

// preludeOf makes of the Collector's table what the questions call events. FINAL
// leaves out duplicates that were not merged yet.
func preludeOf(table string) string {
	var b strings.Builder
	b.WriteString("WITH events AS (\n  SELECT EventID AS id, ServiceName AS tool, ResourceAttributes['service.version'] AS version,\n")
	b.WriteString("    toInt64(NOT match(version, " + clickHouseString(store.ReleasePattern) + ")) AS dev, EventName AS name,\n")
	b.WriteString("    ResourceAttributes['app.installation.id'] AS machine,\n")
	b.WriteString("    toInt64(intDiv(toUnixTimestamp(Timestamp), 86400)) AS day, intDiv(day + 3, 7) AS week,\n")
	b.WriteString("    toInt64(toUnixTimestamp(Timestamp)) * 1000000000 AS time")
	for _, a := range store.Attributes {
		b.WriteString(",\n    LogAttributes[" + clickHouseString(a.Key) + "] AS " + a.Column)
	}
	b.WriteString(",\n    if(arch = '', os, concat(os, '/', arch)) AS platform, toInt64(command != '') AS run")
	b.WriteString(",\n    toInt64(command != '' AND outcome NOT IN (")
	for i, word := range store.Succeeded {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(clickHouseString(word))
	}
	b.WriteString(")) AS failed\n  FROM " + table + " FINAL\n)\n")
	return b.String()
}

// clickHouseString is s as a string in ClickHouse's SQL.
func clickHouseString(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// SQL returns what Ask runs.
func (c *ClickHouse) SQL(q Question, f Filter) string {
	if q.events == "" {
		return ""
	}
	return c.prelude + replaced(q.events, f, func(p parameter) string {
		if s, ok := p.value.(string); ok {
			return clickHouseString(s)
		}
		return fmt.Sprint(p.value)
	})
}

// maxAnswer is how large an answer of ClickHouse may be.
const maxAnswer = 32 << 20

// Ask asks q.
func (c *ClickHouse) Ask(ctx context.Context, q Question, f Filter) (Table, error) {
	if q.events == "" {
		return Table{}, ErrNotKept
	}
	begin := time.Now()
	body := c.SQL(q, f) + "\nFORMAT JSONCompact"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint+"?readonly=2&output_format_json_quote_64bit_integers=0", strings.NewReader(body))
	if err != nil {
		return Table{}, err
	}
	if c.user != "" {
		r.Header.Set("X-ClickHouse-User", c.user)
		r.Header.Set("X-ClickHouse-Key", c.password)
	}
	response, err := c.client.Do(r)
	if err != nil {
		return Table{}, fmt.Errorf("question %s: ClickHouse does not answer: %w", q.Name, errors.Unwrap(err))
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return Table{}, err
	}
	if response.StatusCode != http.StatusOK {
		return Table{}, fmt.Errorf("question %s: ClickHouse answers %d: %.500s", q.Name, response.StatusCode, text)
	}
	t, err := parseCompact(text)
	if err != nil {
		return Table{}, fmt.Errorf("question %s: ClickHouse's answer: %w", q.Name, err)
	}
	t.Took = time.Since(begin)
	return t, nil
}

// parseCompact reads ClickHouse's format JSONCompact.
func parseCompact(text []byte) (Table, error) {
	var answer struct {
		Meta []struct{ Name string }
		Data [][]any
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return Table{}, err
	}
	var t Table
	for _, column := range answer.Meta {
		t.Columns = append(t.Columns, column.Name)
	}
	for _, row := range answer.Data {
		if len(row) != len(t.Columns) {
			return Table{}, errors.New("a row has another length than the columns")
		}
		for i, v := range row {
			switch v := v.(type) {
			case string:
			case json.Number:
				f, err := v.Float64()
				if err != nil {
					return Table{}, err
				}
				if row[i], err = v.Int64(); err != nil {
					row[i] = int64(f)
				}
			case nil:
				row[i] = int64(0)
			default:
				return Table{}, fmt.Errorf("a value of type %T", v)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}
