package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

func opened(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func someEvents(from, n int) []Arrived {
	events := make([]Arrived, n)
	for i := range events {
		events[i] = Arrived{At: time.Now(), Event: telemetry.Event{
			Name: "command.invoke", Tool: "mytool", ToolVersion: "v1.0.0", MachineID: fmt.Sprintf("%064x", i),
			TimestampUTC: time.Now().UTC(), Args: "some text that takes room in the file",
			Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}},
			ID:    telemetry.ID{byte(from >> 16), byte(from >> 8), byte(from), byte(i >> 8), byte(i), 1},
		}}
	}
	return events
}

// onWriter runs a statement on the writer's own connection.
func onWriter(t *testing.T, s *Store, query string) {
	t.Helper()
	_, err := s.do(t.Context(), job{direct: func(w *writer) error { return drain(context.Background(), w.conn, query) }})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskIsAnErrorThatPassesAndLeavesNothingHalfWritten(t *testing.T) {
	s := opened(t, t.TempDir())
	if _, err := s.Ingest(t.Context(), someEvents(1, 100)); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.Reader().QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	onWriter(t, s, fmt.Sprintf("PRAGMA max_page_count = %d", pages+3))
	if _, err := s.Ingest(t.Context(), someEvents(2, 3000)); !errors.Is(err, ErrFull) {
		t.Fatalf("got %v, want ErrFull", err)
	}
	if !errors.Is(s.Health().Failure, ErrFull) {
		t.Error("the store's health does not say that the disk is full")
	}
	r, err := Check(t.Context(), s.Reader())
	if err != nil || len(r.Problems) > 0 || r.Events != 100 {
		t.Errorf("%+v %v, want the 100 events of before", r, err)
	}
	onWriter(t, s, "PRAGMA max_page_count = 1000000")
	result, err := s.Ingest(t.Context(), someEvents(2, 3000))
	if err != nil || result.Accepted != 3000 {
		t.Errorf("once there is room: %+v %v", result, err)
	}
	if r, err = Check(t.Context(), s.Reader()); err != nil || len(r.Problems) > 0 || r.Events != 3100 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAStoreOfANewerVersionIsRefusedAndKept(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	onWriter(t, s, "PRAGMA user_version = 99")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, nil); !errors.Is(err, ErrNewer) {
		t.Errorf("Open: %v", err)
	}
	if _, err := OpenReadOnly(t.Context(), dir); !errors.Is(err, ErrNewer) {
		t.Errorf("OpenReadOnly: %v", err)
	}
}

func TestAClosedStoreIsOneFile(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	if _, err := s.Ingest(t.Context(), someEvents(1, 100)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, FileName+"-*")); err != nil || len(left) > 0 {
		t.Errorf("left beside the file: %v", left)
	}
	elsewhere := t.TempDir()
	if err := os.Rename(filepath.Join(dir, FileName), filepath.Join(elsewhere, FileName)); err != nil {
		t.Fatal(err)
	}
	if r, err := Check(t.Context(), opened(t, elsewhere).Reader()); err != nil || len(r.Problems) > 0 || r.Events != 100 {
		t.Errorf("%+v %v", r, err)
	}
}

// A file that was damaged behind SQLite's back is an error that says so, not a
// number that is wrong, and nothing is answered as kept.
func TestAFileThatIsDamagedInTheMiddleIsNoticed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	s := opened(t, dir)
	if _, err := s.Ingest(t.Context(), someEvents(1, 2000)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	const keep = 16 << 10 // the schema
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xaa}, int(info.Size())-keep), keep); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), dir, nil)
	if err != nil {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("Open: %v", err)
		}
		return
	}
	defer s.Close()
	if _, err := s.Ingest(t.Context(), someEvents(2, 100)); !errors.Is(err, ErrDamaged) || !errors.Is(s.Health().Failure, ErrDamaged) {
		t.Errorf("Ingest: %v, health %v", err, s.Health().Failure)
	}
	if r, err := Check(t.Context(), s.Reader()); err == nil && len(r.Problems) == 0 || err != nil && !errors.Is(err, ErrDamaged) {
		t.Errorf("Check: %+v %v", r, err)
	}
}

func TestAMigrationMakesACopyFirst(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	s := opened(t, dir)
	if _, err := s.Ingest(t.Context(), someEvents(1, 10)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"fails", "works"} {
		steps := append(append([]string{}, migrations...), "ALTER TABLE event ADD COLUMN more TEXT")
		if name == "fails" {
			steps[1] += "; SELECT * FROM nothing"
		}
		t.Run(name, func(t *testing.T) {
			db := openFile(path)
			defer db.Close()
			conn, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := migrate(t.Context(), conn, path, steps); (err == nil) != (name == "works") {
				t.Fatal(err)
			}
			if _, err := os.Stat(path + ".before-version-2"); err != nil {
				t.Error(err)
			}
			var version, columns int
			err = conn.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM pragma_table_info('event') WHERE name = 'more'), (SELECT user_version FROM pragma_user_version)").Scan(&columns, &version)
			if err != nil || (name == "works") != (columns == 1 && version == 2) || (name == "fails") != (columns == 0 && version == 1) {
				t.Errorf("%d new columns, version %d, %v", columns, version, err)
			}
		})
	}
}

func TestTheCheckFindsRollupsThatAreWrong(t *testing.T) {
	for _, damage := range []string{
		"UPDATE daily SET runs = runs + 1 WHERE slice = 3",
		"UPDATE daily SET members = x'0000' WHERE slice = 3",
		"DELETE FROM daily WHERE slice = 3",
		"INSERT INTO daily VALUES (3, 20000, 7, 1, 1, 1, x'0000')",
		"DELETE FROM event WHERE seq = 5",
	} {
		s := opened(t, t.TempDir())
		if _, err := s.Ingest(t.Context(), someEvents(1, 10)); err != nil {
			t.Fatal(err)
		}
		onWriter(t, s, damage)
		if r, err := Check(t.Context(), s.Reader()); err != nil || len(r.Problems) == 0 {
			t.Errorf("%s: %+v %v", damage, r, err)
		}
	}
}

func TestADeletionThatWasCutShortIsFinishedByTheNextStart(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	if _, err := s.Ingest(t.Context(), someEvents(1, 10)); err != nil {
		t.Fatal(err)
	}
	machine := someEvents(1, 10)[3].Event.MachineID
	_, err := s.do(t.Context(), job{direct: func(w *writer) error {
		return w.transaction(t.Context(), func() error { return w.bury(t.Context(), tombstoneOf("mytool", machine), time.Now()) })
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = opened(t, dir)
	r, err := Check(t.Context(), s.Reader())
	if err != nil || len(r.Problems) > 0 || r.Events != 9 || r.Machines != 9 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestInventedWordsDoNotGrowTheRollups(t *testing.T) {
	s := opened(t, t.TempDir())
	events := someEvents(1, 1000)
	for i := range events {
		e := &events[i].Event
		e.ToolVersion = fmt.Sprintf("v1.%d.0", i)
		e.Attrs = telemetry.Attrs{{Key: "agent", Value: strconv.Itoa(i)}, {Key: "command", Value: strconv.Itoa(i % 500)}, {Key: "os.type", Value: strconv.Itoa(i % 400)}}
	}
	if _, err := s.Ingest(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	var slices, versions int
	err := s.Reader().QueryRowContext(t.Context(), "SELECT count(*), count(DISTINCT version) FROM slice").Scan(&slices, &versions)
	if err != nil || versions > maxWords+2 {
		t.Errorf("%d slices with %d versions, %v", slices, versions, err)
	}
	if r, err := Check(t.Context(), s.Reader()); err != nil || len(r.Problems) > 0 {
		t.Errorf("%+v %v", r, err)
	}
}
