package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/server/internal/store"
)

// writeUntilKilled is what the test's own program does in place of tests: it
// takes events from several goroutines and names each one that was acknowledged.
const writeUntilKilled = "OPTIN_TEST_STORE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writeUntilKilled); dir != "" {
		s, err := store.Open(context.Background(), dir, clock(noon))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		var out sync.Mutex
		for range 4 {
			go func() {
				for {
					events := randomEvents(rand.Uint64(), 1+rand.IntN(20), noon)
					result, err := s.Ingest(context.Background(), events)
					if err != nil || result.Accepted != len(events) {
						fmt.Fprintln(os.Stderr, result, err)
						os.Exit(1)
					}
					var lines strings.Builder
					for _, a := range events {
						fmt.Fprintln(&lines, a.Event.ID)
					}
					out.Lock()
					fmt.Print(lines.String())
					out.Unlock()
				}
			}()
		}
		select {}
	}
	os.Exit(m.Run())
}

func TestNothingAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	for range wholetest.Of(2, 4) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), writeUntilKilled+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		begun := false
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if !begun {
				begun = true
				time.AfterFunc(time.Duration(50+rand.IntN(250))*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			if line := lines.Text(); len(line) == 32 { // the last one may be cut short
				acknowledged[line] = true
			}
		}
		if err := cmd.Wait(); cmd.ProcessState.Exited() {
			t.Fatalf("the writer ended by itself: %v", err)
		}
	}
	s := open(t, dir, clock(noon))
	r := checkSound(t, s)
	if r.Events < len(acknowledged) || len(acknowledged) == 0 {
		t.Errorf("%d events are in the store, %d were acknowledged", r.Events, len(acknowledged))
	}
	rows, err := s.Reader().QueryContext(t.Context(), "SELECT lower(hex(id)) FROM event")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		delete(acknowledged, id)
	}
	if len(acknowledged) > 0 {
		t.Errorf("%d acknowledged events are lost", len(acknowledged))
	}
}
