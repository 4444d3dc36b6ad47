package questions

import (
	"strconv"
	"strings"
)

// Question is one question and how it is asked.
type Question struct {
	// Name names it in addresses and file names.
	Name string
	// Title is a heading, and About one sentence on what is counted.
	Title, About string
	// rollup is SQL over the roll-ups of the SQLite store.
	rollup string
	// events is SQL over a table events, for SQLite and ClickHouse. Empty: what it
	// asks for is not in the events.
	events string
	// dimension is set if the roll-ups that answer it exist only for at most one of
	// version, OS and command; byVersion, byOS and byCommand say that it takes that
	// one for itself.
	dimension, byCommand bool
}

// rolledUp reports whether the roll-ups answer q under f.
func (q *Question) rolledUp(f Filter) bool {
	if !q.dimension {
		return true
	}
	version, os, command := f.fixed()
	n := 0
	for _, used := range []bool{version, os, command || q.byCommand} {
		if used {
			n++
		}
	}
	return n <= 1
}

// literal is query with the values of f in place of the parameters, to be read,
// copied and run.
func literal(query string, f Filter) string {
	return replaced(query, f, func(p parameter) string {
		if s, ok := p.value.(string); ok {
			return quoted(s)
		}
		n, _ := p.value.(int64)
		return strconv.FormatInt(n, 10)
	})
}

// replaced puts something in place of each parameter, such as ":tool".
func replaced(query string, f Filter, with func(parameter) string) string {
	byName := map[string]parameter{}
	for _, p := range f.parameters() {
		byName[p.name] = p
	}
	var out strings.Builder
	for {
		at := strings.IndexByte(query, ':')
		if at < 0 {
			out.WriteString(query)
			return out.String()
		}
		end := at + 1
		for end < len(query) && 'a' <= query[end] && query[end] <= 'z' {
			end++
		}
		out.WriteString(query[:at])
		if p, ok := byName[query[at+1:end]]; ok {
			out.WriteString(with(p))
		} else {
			out.WriteString(query[at:end])
		}
		query = query[end:]
	}
}

// quoted is s as a string in SQL. SQLite knows no escapes but the doubled quote;
// ClickHouse knows backslashes too, and what it is shown is not what it is sent.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
