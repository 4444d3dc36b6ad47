package pages

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/optin-go/optin/server/internal/questions"
)

// download answers with one question's table, as CSV or JSON.
func (h *handler) download(w http.ResponseWriter, r *http.Request) {
	name, kind, _ := strings.Cut(r.PathValue("file"), ".")
	q, ok := questions.Get(name)
	if !ok || kind != "csv" && kind != "json" {
		h.failed(w, r, errUnknown)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), maxWait)
	defer cancel()
	c := choiceOf(r.URL.Query(), h.Now())
	if c.Tool == "" {
		tools := h.ask(ctx, questions.Filter{}, "tools")["tools"]
		c.Tool = tools.Text(0, "tool")
	}
	f := adjusted(name, c.filter(h.Now()))
	t, err := h.Source.Ask(ctx, q, f)
	if err != nil {
		h.failed(w, r, err)
		return
	}
	var out bytes.Buffer
	contentType := "text/csv; charset=utf-8"
	if kind == "json" {
		contentType = "application/json"
		err = writeJSON(&out, h.Source.SQL(q, f), t)
	} else {
		err = writeCSV(&out, t)
	}
	if err != nil {
		h.failed(w, r, err)
		return
	}
	secure(w.Header())
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+q.Name+"."+kind+`"`)
	_, _ = w.Write(out.Bytes())
}

// shownValue writes days as dates; other values as they are.
func shownValue(column string, v any) any {
	if n, ok := v.(int64); ok && (column == "day" || column == "first" || column == "last") {
		return dayISO(n)
	}
	if n, ok := v.(int64); ok && column == "cohort" {
		return dayISO(7*n - 3)
	}
	return v
}

func writeJSON(out *bytes.Buffer, query string, t questions.Table) error {
	rows := make([]map[string]any, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = map[string]any{}
		for j, column := range t.Columns {
			rows[i][column] = shownValue(column, row[j])
		}
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", " ")
	return encoder.Encode(map[string]any{"sql": query, "rows": rows})
}

func writeCSV(out *bytes.Buffer, t questions.Table) error {
	w := csv.NewWriter(out)
	if err := w.Write(t.Columns); err != nil {
		return err
	}
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for j, v := range row {
			switch v := shownValue(t.Columns[j], v).(type) {
			case int64:
				line[j] = strconv.FormatInt(v, 10)
			case string:
				line[j] = unformula(v)
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// unformula keeps a text from being a formula to a spreadsheet, which would run
// it: such a text gets an apostrophe in front.
func unformula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|", rune(s[0])) {
		return "'" + s
	}
	return s
}
