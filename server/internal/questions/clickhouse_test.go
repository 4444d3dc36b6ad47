package questions_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/optin-go/optin/server/internal/questions"
)

func TestAClickHouseAddressIsCheckedAndNotPrinted(t *testing.T) {
	for address, ok := range map[string]bool{
		"clickhouse://host:8123":                             true,
		"clickhouses://user:secret@host:8443/telemetry/logs": true,
		"http://host:8123":                                   false,
		"clickhouse://":                                      false,
		"clickhouse://user:secret@host/a b":                  false,
		"clickhouse://user:secret@host/telemetry/x;DROP":     false,
		"clickhouse://user:secret@%zz":                       false,
	} {
		_, err := questions.NewClickHouse(address)
		if (err == nil) != ok || err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestClickHouseIsAskedWithValuesThatStayValues(t *testing.T) {
	var sent string
	answer, code := `{"meta":[{"name":"command"},{"name":"machines"},{"name":"runs"}],"data":[["deploy",5,17.0],["it's",null,2]]}`, http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent = string(body)
		if r.Header.Get("X-ClickHouse-User") != "user" || r.Header.Get("X-ClickHouse-Key") != "secret" || r.URL.Query().Get("readonly") != "2" {
			t.Errorf("%v %v", r.Header, r.URL)
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, answer)
	}))
	defer server.Close()
	source, err := questions.NewClickHouse("clickhouse://user:secret@" + strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	q, _ := questions.Get("commands")
	got, err := source.Ask(t.Context(), q, questions.Filter{Tool: `'; DROP TABLE x; -- \`, OS: `\'`})
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]any{{"deploy", int64(5), int64(17)}, {"it's", int64(0), int64(2)}}; !reflect.DeepEqual(got.Rows, want) {
		t.Errorf("%v, want %v", got.Rows, want)
	}
	if !strings.Contains(sent, `e.tool = '\'; DROP TABLE x; -- \\'`) || !strings.Contains(sent, `e.os = '\\\''`) || !strings.Contains(sent, "FROM telemetry.events FINAL") {
		t.Error(sent)
	}
	refusals, _ := questions.Get("refusals")
	if _, err := source.Ask(t.Context(), refusals, questions.Filter{}); !errors.Is(err, questions.ErrNotKept) {
		t.Errorf("what the table does not hold: %v", err)
	}
	for _, answer = range []string{"", "{", `{"meta":[{"name":"a"}],"data":[[1,2]]}`, `{"meta":[{"name":"a"}],"data":[[{}]]}`} {
		if _, err := source.Ask(t.Context(), q, questions.Filter{}); err == nil {
			t.Errorf("the answer %q is no error", answer)
		}
	}
	code = http.StatusInternalServerError
	if _, err := source.Ask(t.Context(), q, questions.Filter{}); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}
