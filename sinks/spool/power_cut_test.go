package spoolsink_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// cutsVariable makes the test below try that many cuts:
//
//	SPOOLSINK_TEST_CUTS=10000 go test -run PowerCut -v -timeout 30m
const cutsVariable = "SPOOLSINK_TEST_CUTS"

// A loss of power leaves of a directory that nothing synced any mixture: of each
// file an older size, pages that were never written, and a header of any time,
// since it is overwritten in place while lines are newly allocated. A copy of a
// directory in use is such a mixture too.
//
// Whatever is left, what is recorded from then on arrives, each event once, and so
// does every line that is still there and not noted as delivered.
func TestWhateverAPowerCutLeavesLaterEventsArrive(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, seed))
	versions := lifeOfAQueue(t)
	cuts := 60
	if text := os.Getenv(cutsVariable); text != "" {
		_, err := fmt.Sscan(text, &cuts)
		check(t, err)
	}
	for n := range cuts {
		dir := filepath.Join(t.TempDir(), "spool")
		check(t, os.Mkdir(dir, 0o700))
		var log, want []string
		for _, name := range slices.Sorted(maps.Keys(versions)) {
			data, how := cutFile(random, versions[name])
			if log = append(log, name+": "+how); data == nil {
				continue
			}
			write(t, filepath.Join(dir, name), string(data))
			want = append(want, linesLeft(data)...)
		}
		if problem := nextRuns(t, dir, want); problem != "" {
			t.Fatalf("cut %d with seed %d: %s\n%s", n, seed, problem, strings.Join(log, "\n"))
		}
	}
}

// lifeOfAQueue returns what each file of a queue held after each step of a life
// with writers, deliveries that fail and succeed, and processes that end.
func lifeOfAQueue(t *testing.T) map[string][][]byte {
	t.Helper()
	versions := map[string][][]byte{}
	to := &receiver{}
	opts := &spoolsink.Options{BatchEvents: 4, MaxBytes: 1 << 20}
	s, dir := open(t, to, opts)
	other := reopen(t, dir, to, opts)
	step := func() {
		entries, err := os.ReadDir(dir)
		check(t, err)
		for _, entry := range entries {
			versions[entry.Name()] = append(versions[entry.Name()], []byte(content(t, filepath.Join(dir, entry.Name()))))
		}
	}
	to.answer = func(context.Context, []telemetry.Event) error { step(); return nil }
	for round := range 6 {
		for i := range 9 {
			emit(t, s, fmt.Sprintf("early.%d.%d", round, i))
			long := event(fmt.Sprintf("early.%d.%d.long", round, i), telemetry.String("filling", strings.Repeat("word ", 150)))
			check(t, other.Emit(t.Context(), long))
			step()
		}
		if round%2 == 0 {
			deliver(t, s)
			step()
		}
		if round == 3 {
			check(t, other.Close())
			other = reopen(t, dir, to, opts)
		}
	}
	return versions
}

// cutFile returns what is left of a file, nil if nothing is, and how it was made.
func cutFile(random *rand.Rand, versions [][]byte) ([]byte, string) {
	longest := slices.MaxFunc(versions, func(a, b []byte) int { return len(a) - len(b) })
	if random.IntN(8) == 0 {
		return nil, "lost"
	}
	data := bytes.Clone(longest)
	how := fmt.Sprintf("%d bytes", len(data))
	if random.IntN(3) > 0 {
		data = data[:random.IntN(len(data)+1)]
		how += fmt.Sprintf(", cut to %d", len(data))
	}
	// The first page is that of any step, as far as it was written.
	at := versions[random.IntN(len(versions))]
	copy(data, at[:min(spoolsink.HeaderSize, len(at))])
	how += fmt.Sprintf(", first line %.45q", at)
	if random.IntN(4) == 0 && len(data) > 0 { // a size without its data
		from := random.IntN(len(data))
		if random.IntN(4) > 0 {
			from -= from % 4096
		}
		clear(data[from:])
		how += fmt.Sprintf(", zeros from %d", from)
	}
	return data, how
}

// linesLeft returns the keys of the events in a segment that its header does not
// say are delivered.
func linesLeft(data []byte) []string {
	done, _, _, ok := spoolsink.ParseHeader(data)
	if !ok {
		done = 0
	}
	if done > int64(len(data)) {
		return nil
	}
	var keys []string
	for line := range bytes.Lines(data[done:]) {
		if e, err := telemetry.ParseEvent(line); err == nil && e.Name != "" && bytes.HasSuffix(line, []byte("\n")) {
			keys = append(keys, key(e))
		}
	}
	return keys
}

// key tells events apart.
func key(e telemetry.Event) string { return e.Name + " " + e.ID.String() }

// nextRuns lets two processes record and deliver, and returns what went wrong.
func nextRuns(t *testing.T, dir string, want []string) string {
	t.Helper()
	to := &receiver{}
	for run := range 2 {
		s := spoolsink.New(dir, to, &spoolsink.Options{MaxAge: -1, MaxBytes: -1})
		for i := range 3 {
			e := event(fmt.Sprintf("late.%d.%d", run, i))
			if err := s.Emit(t.Context(), e); err != nil {
				return fmt.Sprint("Emit: ", err)
			}
			want = append(want, key(e))
		}
		// A file without a size could be one that a process has just made.
		hour := time.Now().Add(-time.Hour)
		for _, path := range segments(t, dir) {
			if info, err := os.Lstat(path); err == nil && info.Size() == 0 {
				check(t, os.Chtimes(path, hour, hour))
			}
		}
		check(t, resetBackoff(dir))
		if _, err := s.Deliver(t.Context()); err != nil {
			return fmt.Sprint("Deliver: ", err)
		}
		if n := stats(t, s).Pending; n != 0 {
			return fmt.Sprint(n, " events wait after a delivery")
		}
		check(t, s.Close())
	}
	if n := len(segments(t, dir)); n != 0 {
		return fmt.Sprint(n, " segments are left")
	}
	came := map[string]int{}
	for _, e := range to.events() {
		came[key(e)]++
	}
	for _, event := range want {
		if came[event] != 1 {
			return fmt.Sprintf("%s came %d times", event, came[event])
		}
	}
	return ""
}
