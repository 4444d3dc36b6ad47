package pages_test

import (
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/demo"
	"github.com/optin-go/optin/server/internal/pages"
	"github.com/optin-go/optin/server/internal/questions"
	"github.com/optin-go/optin/server/internal/store"
)

// BenchmarkLarge asks each question of 10,000 machines and 90 days with some 1.6
// million events, makes each page, and does so again, and opens the store, with 10
// million events. It fills the stores in the directory that the variable STORES
// names, where it finds them again:
//
//	STORES=/var/tmp/stores go test -run '^$' -bench Large -timeout 60m ./server/internal/pages
func BenchmarkLarge(b *testing.B) {
	base := os.Getenv("STORES")
	if base == "" {
		b.Skip("STORES does not name a directory for some gigabytes")
	}
	options := &store.Options{Now: func() time.Time { return now }}
	dir := filepath.Join(base, "1.6")
	if _, err := os.Stat(filepath.Join(dir, "whole")); err != nil {
		fill(b, dir, options)
	}
	b.Run("1.6M", func(b *testing.B) { askAll(b, dir, options) })
	large := filepath.Join(base, "10")
	if _, err := os.Stat(filepath.Join(large, "whole")); err != nil {
		enlarge(b, dir, large, 10_000_000)
	}
	b.Run("10M", func(b *testing.B) { askAll(b, large, options) })
	b.Run("open 10M", func(b *testing.B) {
		for b.Loop() {
			s, err := store.Open(b.Context(), large, options)
			if err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}

// askAll asks all questions and makes all pages of a store.
func askAll(b *testing.B, dir string, options *store.Options) {
	b.Helper()
	s, err := store.Open(b.Context(), dir, options)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var events float64
	if err := s.Reader().QueryRowContext(b.Context(), "SELECT count(*) FROM event").Scan(&events); err != nil {
		b.Fatal(err)
	}
	today := now.Unix() / 86400
	for _, q := range questions.All() {
		b.Run("question/"+q.Name, func(b *testing.B) {
			source := questions.SQLite{DB: s.Reader()}
			for b.Loop() {
				if _, err := source.Ask(b.Context(), q, questions.Filter{Tool: demo.Tool, From: today - 89, To: today}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(events, "events")
		})
	}
	h := pages.New(pages.Config{Source: questions.SQLite{DB: s.Reader()}, Now: func() time.Time { return now }})
	for _, path := range paths {
		b.Run("page"+path, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, path+"?days=90", nil)
				r.Header.Set("Accept-Encoding", "gzip")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
				b.ReportMetric(float64(w.Body.Len()), "bytes")
			}
		})
	}
}

func fill(b *testing.B, dir string, options *store.Options) {
	b.Helper()
	s, err := store.Open(b.Context(), dir, options)
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	err = demo.Fill(func(events []store.Arrived) error {
		_, err := s.Ingest(context.Background(), events)
		return err
	}, demo.Options{Machines: 10_000, EventsScale: 2.2, End: now})
	if err != nil {
		b.Fatal(err)
	}
	n := s.Health().Accepted
	b.Logf("%d events in %v: %.0f/s", n, time.Since(begin).Round(time.Second), float64(n)/time.Since(begin).Seconds())
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	whole(b, dir)
}

// enlarge copies a store and repeats its events, past the roll-ups, which opening
// does not look at.
func enlarge(b *testing.B, from, to string, events int) {
	b.Helper()
	if err := os.MkdirAll(to, 0o700); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(to, store.FileName)
	_ = os.Remove(path)
	if err := store.Backup(b.Context(), from, path); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -65536",
		`INSERT INTO event (id, shape, machine, time, arrived)
			SELECT CAST(printf('%016d', (row_number() OVER ())) AS BLOB), shape, machine, time, arrived
			FROM event CROSS JOIN (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7)
			LIMIT max(0, ? - (SELECT count(*) FROM event))`,
		"PRAGMA journal_mode = WAL",
	} {
		args := []any{events}
		if statement[:6] == "PRAGMA" {
			args = nil
		}
		if _, err := db.ExecContext(b.Context(), statement, args...); err != nil {
			b.Fatal(err)
		}
	}
	var n int
	if err := db.QueryRowContext(b.Context(), "SELECT count(*) FROM event").Scan(&n); err != nil || n < events {
		b.Fatal(n, err)
	}
	whole(b, to)
}

func whole(b *testing.B, dir string) {
	b.Helper()
	if err := os.WriteFile(filepath.Join(dir, "whole"), nil, 0o600); err != nil {
		b.Fatal(err)
	}
}
