//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows

package filesink_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	"github.com/optin-go/optin/internal/wholetest"
	filesink "github.com/optin-go/optin/sinks/file"
)

// killsVariable makes TestKilledWritersLoseNothing kill that many processes.
const killsVariable = "FILESINK_TEST_KILLS"

func TestKilledWritersLoseNothing(t *testing.T) {
	kills := wholetest.Of(10, 60)
	if text := os.Getenv(killsVariable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s must be a number: %v", killsVariable, err)
		}
		kills = n
	}
	for _, tt := range []struct {
		name    string
		options filesink.Options
	}{
		{"one file", filesink.Options{MaxBytes: -1}},
		{"rotated files", filesink.Options{MaxBytes: 1 << 20, Keep: 1 << 20}},
	} {
		t.Run(tt.name, func(t *testing.T) { killWriters(t, kills/2, tt.options) })
	}
}

// killWriters kills processes in the middle of their work, several of them at a
// time, and looks for each event that one of them acknowledged.
func killWriters(t *testing.T, kills int, options filesink.Options) {
	const atOnce = 5
	path := tempFile(t)
	stock := mustStock(t, len(lineSizes))
	acked := make([][]string, kills)
	var group sync.WaitGroup
	for first := range atOnce {
		group.Go(func() {
			for i := first; i < kills; i += atOnce {
				w := writer{
					path: path, name: fmt.Sprintf("p%d", i), each: -1, from: i, sizes: len(lineSizes),
					options: options, ack: true,
				}
				acked[i] = killAfter(t, w, 1+rand.IntN(20))
			}
		})
	}
	group.Wait()
	if t.Failed() {
		return
	}
	// The last killed process may have left a torn line behind, too.
	last := filesink.New(path, &options)
	e := stock.event("last", 0, 0)
	if err := last.Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := last.Close(); err != nil {
		t.Fatal(err)
	}
	files := rotated(t, path)
	got := stock.read(t, files...)
	got.wantOrdered(t)
	whole := map[string]bool{}
	for _, name := range got.names {
		if whole[name] {
			t.Errorf("event %s is there twice", name)
		}
		whole[name] = true
	}
	lost := 0
	sum := 1
	for _, names := range slices.Concat(acked, [][]string{{e.Name}}) {
		for _, name := range names {
			sum++
			if !whole[name] {
				lost++
			}
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d acknowledged events are lost", lost, sum)
	}
	if len(got.bad) > kills {
		t.Errorf("%d lines are no events, but only %d processes were killed", len(got.bad), kills)
	}
	t.Logf("%d processes killed, %d events acknowledged, %d lines torn, %d empty, %d files",
		kills, sum, len(got.bad), got.empty, len(files))
}

// killAfter runs a writer until it has acknowledged some events, kills it in
// whatever it is doing then, and returns all that it acknowledged.
func killAfter(t *testing.T, w writer, events int) []string {
	p := roletest.Command("write", w.args()...)
	if err := p.Begin(); err != nil {
		t.Error(err)
		return nil
	}
	var said strings.Builder
	for range events {
		line, err := p.Out.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			t.Errorf("the writer ended by itself: %v: %s", err, p.Errors)
			break
		}
	}
	rest, err := p.Kill()
	if err != nil {
		t.Error(err)
	}
	said.WriteString(rest)
	return acknowledged(said.String())
}
