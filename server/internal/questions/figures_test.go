package questions_test

import (
	"database/sql"
	"encoding/binary"
	"math"
	"slices"
	"testing"
	"time"

	"modernc.org/sqlite"

	"github.com/optin-go/optin/server/internal/demo"
	"github.com/optin-go/optin/server/internal/questions"
	"github.com/optin-go/optin/server/internal/store"
)

// What a question costs is counted in pages of the file, which no other work on the
// machine changes.
func TestAQuestionCostsTheSameHoweverManyEventsThereAre(t *testing.T) {
	var base []store.Arrived
	for events := range demo.Events(demo.Options{Machines: 20, Days: 12, End: end}) {
		base = append(base, events...)
	}
	f := questions.Filter{Tool: demo.Tool, From: today - 11, To: today}
	multiples := []int{4, 8, 16}
	rollups, all, ofEvents := map[string][]float64{}, make([]float64, len(multiples)), make([]float64, len(multiples))
	for i, multiple := range multiples {
		db := written(t, multiplied(base, multiple))
		for _, q := range questions.All() {
			pages := pagesRead(t, db, questions.SQLite{DB: db}, q, f)
			rollups[q.Name] = append(rollups[q.Name], pages)
			all[i] += pages
		}
		q, _ := questions.Get("commands")
		ofEvents[i] = pagesRead(t, db, questions.SQLite{DB: db, EventsOnly: true}, q, f)
	}
	for name, pages := range rollups {
		if pages[2] > pages[0]+2 { // a number of more digits can split a page
			t.Errorf("%s reads %v pages of %v times the events", name, pages, multiples)
		}
	}
	if grows := exponent(multiples, all); grows > 0.05 {
		t.Errorf("all questions read %v pages of %v times the events: exponent %.2f", all, multiples, grows)
	}
	if ofEvents[2] < ofEvents[0]+20 { // the measure tells what does grow
		t.Errorf("asked of the events, commands reads %v pages", ofEvents)
	}
	t.Logf("exponent %.3f: %v pages of %v times %d events", exponent(multiples, all), all, multiples, len(base))
}

// multiplied is events, each so many times, a second apart.
func multiplied(events []store.Arrived, multiple int) []store.Arrived {
	var all []store.Arrived
	for _, a := range events {
		for i := range multiple {
			more := a
			more.Event.TimestampUTC = a.Event.TimestampUTC.Truncate(time.Minute).Add(time.Duration(i) * time.Second)
			binary.LittleEndian.PutUint16(more.Event.ID[:], uint16(i))
			all = append(all, more)
		}
	}
	return all
}

// written is a store of events, to be read over one connection.
func written(t *testing.T, events []store.Arrived) *sql.DB {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, &store.Options{Now: func() time.Time { return end }})
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(events, 5000) {
		if _, err := s.Ingest(t.Context(), part); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := store.OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	return db
}

// pagesRead returns how many pages SQLite looks at for a question.
func pagesRead(t *testing.T, db *sql.DB, source questions.SQLite, q questions.Question, f questions.Filter) float64 {
	t.Helper()
	n := 0
	for range 2 { // the first time reads the schema too
		pagesSince(t, db)
		if _, err := source.Ask(t.Context(), q, f); err != nil {
			t.Fatal(q.Name, err)
		}
		n = pagesSince(t, db)
	}
	return float64(n)
}

// pagesSince returns how many pages the connection looked at since it was called.
func pagesSince(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		for _, counter := range []sqlite.DBStatusOp{sqlite.DBStatusCacheHit, sqlite.DBStatusCacheMiss} {
			status, _ := c.(sqlite.DBStatus)
			current, _, err := status.Status(counter, true)
			if err != nil {
				return err
			}
			n += current
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// exponent fits y = c·xᵉ and returns e.
func exponent(x []int, y []float64) float64 {
	var sx, sy, sxx, sxy, n float64
	for i := range x {
		lx, ly := math.Log(float64(x[i])), math.Log(y[i])
		sx, sy, sxx, sxy, n = sx+lx, sy+ly, sxx+lx*lx, sxy+lx*ly, n+1
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}
