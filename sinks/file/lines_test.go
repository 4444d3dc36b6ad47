package filesink_test

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// lineSizes are the rough lengths of the lines of a stock.
var lineSizes = []int{200, 600, 2 << 10, 5 << 10, 17 << 10, 64 << 10, 200 << 10}

// stock makes events of known bytes, and knows them again. An event's name says
// who wrote it, as which one, and which of the sizes it has; everything else
// depends on the size alone. So a million bytes are checked without a parser.
type stock struct {
	events []telemetry.Event // by size
	rests  []string          // what follows the name in the line of an event, by size
}

// newStock returns a stock of the smallest sizes.
func newStock(sizes int) (*stock, error) {
	var s stock
	for _, size := range lineSizes[:max(sizes, 1)] {
		e := telemetry.Event{
			Tool: "mytool", ToolVersion: "1.2.3", MachineID: "m",
			Attrs: telemetry.Attrs{telemetry.String("filling", strings.Repeat(". ", size/2))}, // what redaction has the least work with
		}.Redacted() // once: it takes longer than to write the event
		line, err := e.AppendJSON(nil)
		if err != nil {
			return nil, err
		}
		s.events = append(s.events, e)
		s.rests = append(s.rests, strings.TrimPrefix(string(line), `{"name":"`))
	}
	return &s, nil
}

// event returns the event of the writer with that number and size.
func (s *stock) event(writer string, number, size int) telemetry.Event {
	e := s.events[size]
	e.Name = writer + "/" + strconv.Itoa(number) + "/" + strconv.Itoa(size)
	return e
}

// knows returns the name of the event that line is, and whether it is one.
func (s *stock) knows(line []byte) (name string, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte(`{"name":"`))
	if !ok {
		return "", false
	}
	end := bytes.IndexByte(rest, '"')
	if end < 0 {
		return "", false
	}
	name = string(rest[:end])
	size, err := strconv.Atoi(name[strings.LastIndexByte(name, '/')+1:])
	if err != nil || size < 0 || size >= len(s.rests) {
		return "", false
	}
	return name, string(rest[end:]) == s.rests[size]
}

// found is what a file of lines holds.
type found struct {
	names []string // of the whole lines, in order
	empty int      // lines without anything
	bad   []string // beginnings of the other lines
}

// read reads the files, one after the other. A last line without a line break is
// a bad one.
func (s *stock) read(t testing.TB, paths ...string) found {
	t.Helper()
	var f found
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			text, ended := bytes.CutSuffix(line, []byte("\n"))
			name, whole := s.knows(text)
			switch {
			case whole && ended:
				f.names = append(f.names, name)
			case len(text) == 0:
				f.empty++
			default:
				f.bad = append(f.bad, fmt.Sprintf("%.60q…", text))
			}
		}
	}
	return f
}

// wantAll fails the test unless the whole lines are the events of these names,
// each once, and there are no others.
func (f found) wantAll(t testing.TB, want map[string]bool) {
	t.Helper()
	if len(f.bad) > 0 {
		t.Errorf("%d lines are no events, such as %s", len(f.bad), f.bad[0])
	}
	if f.empty > 0 {
		t.Errorf("%d lines are empty", f.empty)
	}
	seen := map[string]bool{}
	for _, name := range f.names {
		switch {
		case seen[name]:
			t.Errorf("event %s is there twice", name)
		case !want[name]:
			t.Errorf("event %s is there, but nobody emitted it", name)
		}
		seen[name] = true
	}
	if missing := len(want) - len(seen); missing > 0 {
		t.Errorf("%d of %d events are lost", missing, len(want))
	}
}

// wantOrdered fails the test unless the events of each writer come in the order
// of their numbers, which is the order in which they were emitted.
func (f found) wantOrdered(t testing.TB) {
	t.Helper()
	last := map[string]int{}
	for _, name := range f.names {
		writer, number := numberOf(t, name)
		if before, ok := last[writer]; ok && number <= before {
			t.Errorf("event %d of writer %s comes after event %d", number, writer, before)
		}
		last[writer] = number
	}
}

// numberOf splits the name of an event.
func numberOf(t testing.TB, name string) (writer string, number int) {
	t.Helper()
	parts := strings.Split(name, "/")
	if len(parts) != 3 {
		t.Fatalf("%q is no name of an event", name)
	}
	number, err := strconv.Atoi(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	return parts[0], number
}
