package questions_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/server/internal/demo"
	"github.com/optin-go/optin/server/internal/questions"
	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

func textOf(row []any) string { return fmt.Sprintf("%v", row) }

var end = time.Date(2026, 3, 10, 18, 0, 0, 0, time.UTC)

// filled is a store with the demonstration's events, and these events.
func filled(t testing.TB, o demo.Options) (*store.Store, []store.Arrived) {
	t.Helper()
	o.End = end
	s, err := store.Open(t.Context(), t.TempDir(), &store.Options{Now: func() time.Time { return end }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var all []store.Arrived
	err = demo.Fill(func(events []store.Arrived) error {
		all = append(all, events...)
		_, err := s.Ingest(t.Context(), events)
		return err
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, all
}

var small = demo.Options{Machines: wholetest.Of(20, 70), Days: 75}

var today = end.Unix() / 86400

var filters = []questions.Filter{
	{Tool: demo.Tool, From: today - 27, To: today},
	{Tool: demo.Tool, From: today - 6, To: today, Dev: true},
	{Tool: demo.Tool, From: today - 74, To: today, Version: "v1.6.0"},
	{Tool: demo.Tool, From: today - 40, To: today - 10, OS: "linux"},
	{Tool: demo.Tool, From: today - 27, To: today, Command: "deploy"},
	{Tool: demo.Tool, From: today - 60, To: today, Version: "v1.5.1", OS: "darwin"},
	{Tool: demo.Tool, From: today - 60, To: today, Version: "v1.6.0", Command: "deploy"},
	{Tool: demo.Tool, From: today - 60, To: today, OS: "linux", Command: "status", Version: "v1.5.0"},
	{Tool: demo.Tool, From: today - 60, To: today, Version: "v2.1.0-dev"},
	{Tool: demo.Tool, From: today - 27, To: today, Version: "v0.0.1"}, // there is none
	{Tool: "unknown", From: today - 27, To: today},
	{Tool: "'; DROP TABLE event; --", From: today - 27, To: today, OS: `\'`},
}

func TestRollupsAndEventsAndAnIndependentCountAgree(t *testing.T) {
	s, all := filled(t, small)
	facts := factsOf(all)
	if len(facts) == len(all) {
		t.Error("there are no duplicates among the events")
	}
	var wg sync.WaitGroup
	for i, f := range filters {
		wg.Go(func() {
			for _, q := range questions.All() {
				want := sorted(independently(q.Name, facts, f))
				for _, source := range []questions.SQLite{{DB: s.Reader()}, {DB: s.Reader(), EventsOnly: true}} {
					got, err := source.Ask(t.Context(), q, f)
					if errors.Is(err, questions.ErrNotKept) && source.EventsOnly {
						continue
					}
					if err != nil {
						t.Errorf("filter %d, %s: %v\n%s", i, q.Name, err, source.SQL(q, f))
						continue
					}
					if slices.Contains([]string{"arrivals", "delays", "refusals", "last", "tools", "choices"}, q.Name) {
						continue // not counted by machine: tested below
					}
					if !slices.Equal(sorted(got.Rows), want) {
						t.Errorf("filter %d, %s, events only %v:\n got %v\nwant %v\n%s", i, q.Name, source.EventsOnly, sorted(got.Rows), want, source.SQL(q, f))
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestTheShownSQLIsWhatIsAsked(t *testing.T) {
	s, _ := filled(t, demo.Options{Machines: 10, Days: 20})
	for _, f := range filters {
		for _, q := range questions.All() {
			source := questions.SQLite{DB: s.Reader()}
			want, err := source.Ask(t.Context(), q, f)
			if err != nil {
				t.Fatal(err)
			}
			shown := source.SQL(q, f)
			if strings.Contains(shown, ":tool") {
				t.Fatalf("%s has a parameter left: %s", q.Name, shown)
			}
			rows, err := s.Reader().QueryContext(t.Context(), shown)
			if err != nil {
				t.Fatalf("%v\n%s", err, shown)
			}
			n := 0
			for rows.Next() {
				n++
			}
			_ = rows.Close()
			if n != len(want.Rows) {
				t.Errorf("%s: %d rows, want %d", q.Name, n, len(want.Rows))
			}
		}
	}
}

func TestArrivalsAndRefusalsAreCounted(t *testing.T) {
	s, all := filled(t, demo.Options{Machines: 40, Days: 20})
	source := questions.SQLite{DB: s.Reader()}
	f := questions.Filter{Tool: demo.Tool, From: today - 89, To: today}
	ask := func(name string) questions.Table {
		q, _ := questions.Get(name)
		answer, err := source.Ask(t.Context(), q, f)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	total := int64(0)
	delays := ask("delays")
	for i := range delays.Rows {
		total += delays.Int(i, "events")
	}
	facts := factsOf(all)
	if total != int64(len(facts)) {
		t.Errorf("delays of %d events, want %d", total, len(facts))
	}
	if refusals := ask("refusals"); refusals.Int(0, "events") != int64(len(all)-len(facts)) || refusals.Text(0, "reason") != "duplicate" {
		t.Errorf("%v, want %d duplicates", refusals.Rows, len(all)-len(facts))
	}
	if last := ask("last").Int(0, "arrived"); last != all[len(all)-1].At.Unix() {
		t.Errorf("last at %d, want %d", last, all[len(all)-1].At.Unix())
	}
	if tools := ask("tools"); len(tools.Rows) != 1 || tools.Text(0, "tool") != demo.Tool {
		t.Errorf("%v", tools.Rows)
	}
	choices := ask("choices")
	inEvents := questions.SQLite{DB: s.Reader(), EventsOnly: true}
	q, _ := questions.Get("choices")
	want, err := inEvents.Ask(t.Context(), q, f)
	if err != nil || !slices.Equal(sorted(choices.Rows), sorted(want.Rows)) {
		t.Errorf("%v, want %v %v", choices.Rows, want.Rows, err)
	}
}

func TestTheLastEventIsThatOfTheTool(t *testing.T) {
	s, all := filled(t, demo.Options{Machines: 2, Days: 2})
	q, _ := questions.Get("last")
	quiet := all[0].Event
	quiet.Tool, quiet.ID, quiet.TimestampUTC = "quiet", telemetry.ID{}, end.Add(-90*time.Minute)
	take := func(events ...store.Arrived) {
		if _, err := s.Ingest(t.Context(), events); err != nil {
			t.Fatal(err)
		}
	}
	asked := func(tool string, want time.Time) {
		t.Helper()
		answer, err := questions.SQLite{DB: s.Reader()}.Ask(t.Context(), q, questions.Filter{Tool: tool})
		if err != nil || answer.Int(0, "arrived") != want.Unix() {
			t.Errorf("%s: %v %v, want %d", tool, answer.Rows, err, want.Unix())
		}
	}
	take(store.Arrived{At: quiet.TimestampUTC, Event: quiet})
	later := all[len(all)-1]
	later.At, later.Event.ID = end, telemetry.ID{1}
	take(later)
	asked("quiet", quiet.TimestampUTC)
	asked(demo.Tool, end)
	asked("unknown", time.Unix(0, 0))

	flood := make([]store.Arrived, 10_000)
	for i := range flood {
		flood[i] = later
		binary.BigEndian.PutUint64(flood[i].Event.ID[8:], uint64(i)+1)
	}
	take(flood...)
	asked("quiet", quiet.TimestampUTC)
	asked(demo.Tool, end)
}
