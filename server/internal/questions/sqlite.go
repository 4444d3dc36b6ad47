package questions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNotKept is returned by [Source.Ask] for a question that the source cannot
// answer.
var ErrNotKept = errors.New("this store does not keep what the question asks for")

// SQLite asks the store, by its roll-ups where there are some, else by the events
// themselves.
type SQLite struct {
	DB *sql.DB
	// EventsOnly leaves the roll-ups out, for tests.
	EventsOnly bool
}

func (s SQLite) query(q *Question, f Filter) string {
	if q.rollup != "" && q.rolledUp(f) && !s.EventsOnly {
		return q.rollup
	}
	return q.events
}

// SQL returns what Ask runs.
func (s SQLite) SQL(q Question, f Filter) string { return literal(s.query(&q, f), f) }

// Ask asks q.
func (s SQLite) Ask(ctx context.Context, q Question, f Filter) (Table, error) {
	query := s.query(&q, f)
	if query == "" {
		return Table{}, ErrNotKept
	}
	begin := time.Now()
	var args []any
	numbered := replaced(query, f, func(p parameter) string {
		args = append(args, p.value)
		return "?"
	})
	rows, err := s.DB.QueryContext(ctx, numbered, args...)
	if err != nil {
		return Table{}, fmt.Errorf("question %s: %w", q.Name, err)
	}
	defer rows.Close()
	var t Table
	if t.Columns, err = rows.Columns(); err != nil {
		return Table{}, err
	}
	for rows.Next() {
		row := make([]any, len(t.Columns))
		into := make([]any, len(row))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return Table{}, err
		}
		for i := range row {
			switch v := row[i].(type) {
			case nil:
				row[i] = int64(0) // a sum of nothing
			case []byte:
				row[i] = string(v)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Took = time.Since(begin)
	return t, rows.Err()
}
