package questions

import (
	"context"
	"time"
)

// Table is an answer: each value is an int64 or a string.
type Table struct {
	Columns []string
	Rows    [][]any
	Took    time.Duration
}

// Int returns a number of the table, and 0 for what is not there.
func (t Table) Int(row int, column string) int64 {
	if row < len(t.Rows) {
		for i, c := range t.Columns {
			if c == column {
				n, _ := t.Rows[row][i].(int64)
				return n
			}
		}
	}
	return 0
}

// Text returns a text of the table, and "" for what is not there.
func (t Table) Text(row int, column string) string {
	if row < len(t.Rows) {
		for i, c := range t.Columns {
			if c == column {
				s, _ := t.Rows[row][i].(string)
				return s
			}
		}
	}
	return ""
}

// Source is where questions are asked.
type Source interface {
	// Ask asks q about the events that f lets through. ErrNotKept says that the
	// source does not hold what q asks for.
	Ask(ctx context.Context, q Question, f Filter) (Table, error)
	// SQL returns what Ask runs, with its values in place, to be read and copied.
	SQL(q Question, f Filter) string
}
