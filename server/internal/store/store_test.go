package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

func TestAnEventIsCountedOnceWhateverIsSentAgain(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, clock(noon))
	events := randomEvents(1, 500, noon)
	first := append(append([]store.Arrived{}, events...), events[:50]...) // within one request
	if got := ingest(t, s, first); got.Accepted != 500 || got.Duplicates != 50 || len(got.Refused) != 0 {
		t.Fatalf("first request: %+v", got)
	}
	if got := ingest(t, s, events); got.Accepted != 0 || got.Duplicates != 500 {
		t.Fatalf("second request: %+v", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, clock(noon))
	if got := ingest(t, s, events); got.Duplicates != 500 {
		t.Fatalf("after a restart: %+v", got)
	}
	if r := checkSound(t, s); r.Events != 500 {
		t.Errorf("%d events, want 500", r.Events)
	}
}

func TestADuplicateOfAnUnknownMachineMakesNoMachine(t *testing.T) {
	s := open(t, t.TempDir(), clock(noon))
	event := randomEvents(1, 1, noon)
	ingest(t, s, event)
	event[0].Event.MachineID = strings.Repeat("e", 64)
	if got := ingest(t, s, event); got.Duplicates != 1 {
		t.Fatalf("%+v", got)
	}
	if n := count(t, s, "SELECT count(*) FROM machine"); n != 1 {
		t.Errorf("%d machines, want 1", n)
	}
	checkSound(t, s)
}

func TestEventsWithoutIDAreDuplicatesIfAllFieldsAreEqual(t *testing.T) {
	s := open(t, t.TempDir(), clock(noon))
	events := randomEvents(1, 2, noon)
	events[0].Event.ID, events[1].Event.ID = telemetry.ID{}, telemetry.ID{}
	ingest(t, s, events)
	if got := ingest(t, s, events); got.Duplicates != 2 {
		t.Errorf("%+v", got)
	}
}

func TestRequestsAtOnceAreAllCounted(t *testing.T) {
	s := open(t, t.TempDir(), clock(noon))
	events := randomEvents(7, 2000, noon)
	var wg sync.WaitGroup
	for part := range 40 {
		wg.Go(func() {
			for range 2 {
				if _, err := s.Ingest(t.Context(), events[part*50:part*50+50]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if r := checkSound(t, s); r.Events != 2000 {
		t.Errorf("%d events, want 2000", r.Events)
	}
	if h := s.Health(); h.Accepted != 2000 || h.Duplicates != 2000 || h.Failure != nil {
		t.Errorf("%+v", h)
	}
}

func TestWhatIsRefusedSaysWhy(t *testing.T) {
	options := clock(noon)
	options.MaxTools = 1
	s := open(t, t.TempDir(), options)
	event := func(change func(*store.Arrived)) store.Arrived {
		a := randomEvents(1, 1, noon)[0]
		a.Event.Tool = "mytool"
		change(&a)
		return a
	}
	events := []store.Arrived{
		event(func(*store.Arrived) {}),
		event(func(a *store.Arrived) { a.Event.TimestampUTC = noon.Add(-31 * 24 * time.Hour) }),
		event(func(a *store.Arrived) { a.Event.TimestampUTC = noon.Add(25 * time.Hour) }),
		event(func(a *store.Arrived) { a.Event.TimestampUTC = time.Time{} }),
		event(func(a *store.Arrived) { a.Event.MachineID = "" }),
		event(func(a *store.Arrived) { a.Event.ToolVersion = strings.Repeat("1", 300) }),
		event(func(a *store.Arrived) { a.Event.Tool = "othertool" }),
	}
	got := ingest(t, s, events)
	want := []store.Reason{store.ReasonTooOld, store.ReasonClockAhead, store.ReasonInvalid, store.ReasonInvalid, store.ReasonInvalid, store.ReasonTooManyTools}
	if got.Accepted != 1 || len(got.Refused) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, refusal := range got.Refused {
		if refusal.Index != i+1 || refusal.Reason != want[i] {
			t.Errorf("event %d: %s, want %s", refusal.Index, refusal.Reason, want[i])
		}
	}
	if err := s.Refused(t.Context(), "mytool", "undeclared", 3); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, "SELECT sum(events) FROM refused"); n != 6+3 {
		t.Errorf("%d refusals are counted, want 9", n)
	}
}

func TestAMachineThatWasDeletedIsGoneAndStaysAway(t *testing.T) {
	dir := t.TempDir()
	now := noon
	at := newClock(now)
	options := &store.Options{Now: at.now}
	s := open(t, dir, options)
	events := randomEvents(3, 800, noon)
	ingest(t, s, events)
	machine := events[0].Event.MachineID
	by, err := s.Delete(t.Context(), "mytool", machine)
	if err != nil {
		t.Fatal(err)
	}
	if !by.Equal(noon.Add(14 * 24 * time.Hour)) {
		t.Errorf("by %v", by)
	}
	of := "SELECT count(*) FROM events WHERE tool = 'mytool' AND machine = ?"
	if n := count(t, s, of, machine); n != 0 {
		t.Errorf("%d events are left", n)
	}
	if n := count(t, s, "SELECT count(*) FROM events WHERE tool = 'othertool' AND machine = ?", machine); n == 0 {
		t.Error("the other tool's machine of that name is gone too")
	}
	checkSound(t, s)

	late := randomEvents(4, 800, noon)
	refused := 0
	for _, refusal := range ingest(t, s, late).Refused {
		if e := late[refusal.Index].Event; refusal.Reason != store.ReasonDeleted || e.MachineID != machine || e.Tool != "mytool" {
			t.Errorf("%s for %s of %s", refusal.Reason, e.MachineID, e.Tool)
		}
		refused++
	}
	if refused == 0 {
		t.Error("late events of the machine were taken")
	}
	checkSound(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, options)
	ingest(t, s, randomEvents(5, 800, noon))
	if n := count(t, s, of, machine); n != 0 {
		t.Errorf("after a restart %d events were taken", n)
	}
	now = noon.Add(16 * 24 * time.Hour) // no queue keeps events so long
	at.set(now)
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	ingest(t, s, randomEvents(6, 800, now))
	if n := count(t, s, of, machine); n == 0 {
		t.Error("the machine is refused for ever")
	}
	checkSound(t, s)
}

func TestASweepLeavesRollupsAndWhatIsYoung(t *testing.T) {
	now := noon
	at := newClock(now)
	options := &store.Options{Now: at.now, KeepEvents: 40 * 24 * time.Hour, KeepRollups: 100 * 24 * time.Hour}
	dir := t.TempDir()
	s := open(t, dir, options)
	old := randomEvents(1, 2500, now)
	for i := range old {
		old[i].Event.ErrMsg = strings.Repeat("x", 4000) // a page of the file
	}
	ingest(t, s, old)
	before := count(t, s, "SELECT sum(events) FROM daily")
	now = now.Add(45 * 24 * time.Hour)
	at.set(now)
	ingest(t, s, randomEvents(2, 3000, now))
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, "SELECT count(*) FROM event"); n != 3000 {
		t.Errorf("%d events are left, want 3000", n)
	}
	if n := count(t, s, "SELECT sum(events) FROM daily"); n <= before {
		t.Errorf("the roll-ups shrank from %d to %d", before, n)
	}
	if free := count(t, s, "PRAGMA freelist_count"); free > 1100 {
		t.Errorf("%d pages are free in the file", free)
	}
	if r := checkSound(t, s); r.FromDay == 0 {
		t.Error("the check takes days whose events were swept")
	}
	now = now.Add(120 * 24 * time.Hour)
	at.set(now)
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"event", "daily", "machine", "shape", "slice", "intake"} {
		if n := count(t, s, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	ingest(t, s, randomEvents(3, 1000, now))
	checkSound(t, s)
}

func TestABackupIsWholeAndReplacesNothing(t *testing.T) {
	dir, to := t.TempDir(), t.TempDir()
	s := open(t, dir, clock(noon))
	ingest(t, s, randomEvents(1, 1000, noon))
	path := filepath.Join(to, store.FileName)
	if err := store.Backup(t.Context(), dir, path); err != nil {
		t.Fatal(err)
	}
	if err := store.Backup(t.Context(), dir, path); err == nil {
		t.Error("a second backup replaced the first")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	copied := open(t, to, clock(noon))
	if r := checkSound(t, copied); r.Events != 1000 {
		t.Errorf("%d events in the backup", r.Events)
	}
}

func TestAFileThatIsNoStoreIsRefusedAndKept(t *testing.T) {
	for name, content := range map[string]string{
		"text": strings.Repeat("this is no database. ", 1000),
		"torn": "SQLite format 3\x00" + strings.Repeat("\xff", 8000),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, store.FileName)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Open(t.Context(), dir, nil); !errors.Is(err, store.ErrDamaged) {
				t.Errorf("Open: %v", err)
			}
			if _, err := store.OpenReadOnly(t.Context(), dir); !errors.Is(err, store.ErrDamaged) {
				t.Errorf("OpenReadOnly: %v", err)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != content {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

func TestASecondServerOnADirectoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	if _, err := store.Open(t.Context(), dir, nil); !errors.Is(err, store.ErrLocked) {
		t.Errorf("%v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir, nil)
}
