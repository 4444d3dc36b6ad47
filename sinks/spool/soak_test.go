package spoolsink_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/roletest"
	"github.com/optin-go/optin/internal/wholetest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// killsVariable makes TestKilledProcessesLoseNothing kill that many processes:
//
//	SPOOLSINK_TEST_KILLS=1000 go test -run Killed -v -timeout 30m
const killsVariable = "SPOOLSINK_TEST_KILLS"

// faultyReceiver accepts lines of events, and fails at random.
type faultyReceiver struct {
	mu       sync.Mutex
	seed     maphash.Seed
	faulty   bool
	received map[telemetry.ID]uint64 // hash of the event
	requests int
	repeated int // events that had been received before
	changed  int // of those, the ones that are not the same
	refused  int
	hungUp   int // accepted, and hung up instead of answering
}

func newFaultyReceiver() *faultyReceiver {
	return &faultyReceiver{seed: maphash.MakeSeed(), faulty: true, received: map[telemetry.ID]uint64{}}
}

func (f *faultyReceiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests++
	dice := 100
	if f.faulty {
		dice = rand.IntN(100)
	}
	switch {
	case dice < 5:
		f.refused++
		panic(http.ErrAbortHandler)
	case dice < 10:
		f.refused++
		w.Header().Set(retryHeader, "30")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // its sender was killed
	}
	for line := range strings.Lines(string(body)) {
		var e telemetry.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		hash := maphash.String(f.seed, line)
		if before, ok := f.received[e.ID]; ok {
			f.repeated++
			if before != hash {
				f.changed++
			}
		}
		f.received[e.ID] = hash
	}
	if dice < 15 {
		f.hungUp++
		panic(http.ErrAbortHandler)
	}
}

func TestKilledProcessesLoseNothing(t *testing.T) {
	kills := wholetest.Of(9, 45)
	if text := os.Getenv(killsVariable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s must be a number: %v", killsVariable, err)
		}
		kills = n
	}
	dir := filepath.Join(t.TempDir(), "spool")
	to := newFaultyReceiver()
	server := httptest.NewUnstartedServer(to)
	server.Config.ErrorLog = nil
	server.Start()
	defer server.Close()

	var (
		mu    sync.Mutex
		acked = map[telemetry.ID]bool{}
		group sync.WaitGroup
	)
	const atOnce = 3
	for first := range atOnce {
		group.Go(func() {
			for i := first; i < kills; i += atOnce {
				role, args := "write", []string{dir, server.URL, ""}
				switch i % 3 {
				case 1:
					args[2] = "flush"
				case 2:
					role = "deliver"
				}
				said, err := killAtRandom(role, args)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				for line := range strings.Lines(said) {
					var id telemetry.ID
					// A line that was cut off is no acknowledgement.
					if strings.HasSuffix(line, "\n") && id.UnmarshalText([]byte(strings.TrimSpace(line))) == nil {
						acked[id] = true
					}
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if t.Failed() {
		return
	}
	to.mu.Lock()
	to.faulty = false
	to.mu.Unlock()
	s := reopen(t, dir, poster{server.URL}, soakOptions())
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for stats(t, s).Pending > 0 {
		check(t, s.Flush(ctx))
	}
	equal(t, "segments", len(segments(t, dir)), 0)

	to.mu.Lock()
	defer to.mu.Unlock()
	lost := 0
	for id := range acked {
		if _, ok := to.received[id]; !ok {
			lost++
		}
	}
	st := stats(t, s)
	t.Logf("%d kills: %d events acknowledged, %d received, %d duplicates, %d lost; %d requests, %d refused, %d accepted and hung up; %d torn lines",
		kills, len(acked), len(to.received), to.repeated, lost, to.requests, to.refused, to.hungUp, st.Dropped[spoolsink.DropDamaged])
	if lost > 0 || len(acked) == 0 {
		t.Errorf("%d of %d acknowledged events are lost", lost, len(acked))
	}
	if to.changed > 0 {
		t.Errorf("%d events came again with the same ID and another content", to.changed)
	}
	// A killed writer can have queued one event more than it acknowledged.
	if extra := len(to.received) - len(acked); extra > kills {
		t.Errorf("%d events came that nobody acknowledged", extra)
	}
	if n := st.Dropped[spoolsink.DropDamaged]; n > kills {
		t.Errorf("%d lines are torn, but only %d processes were killed", n, kills)
	}
}

// killAtRandom runs a process, kills it in whatever it is doing some milliseconds
// after it has begun to work, and returns what it said.
func killAtRandom(role string, args []string) (string, error) {
	p := roletest.Command(role, args...)
	if err := p.Begin(); err != nil {
		return "", err
	}
	begun, err := p.Out.ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("%s ended by itself: %w: %s", role, err, p.Errors)
	}
	// Read on, or a full pipe would hold the process up.
	type output struct {
		text string
		err  error
	}
	rest := make(chan output)
	go func() {
		data, err := io.ReadAll(bufio.NewReader(p.Out))
		rest <- output{string(data), err}
	}()
	time.Sleep(time.Duration(rand.IntN(40_000)) * time.Microsecond)
	if err := p.Process.Kill(); err != nil {
		return "", err
	}
	out := <-rest
	_ = p.Wait() // that it was killed is no news
	return begun + out.text, out.err
}
