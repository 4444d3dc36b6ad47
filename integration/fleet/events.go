package fleet

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

const (
	// Count is how many events there are, and Unique how many without duplicates,
	// which come last.
	Count  = 200_000
	Unique = 195_000

	machines = 1500
	days     = 28
)

// Tool is the tool of most events. The others are of the tool other.
const Tool = "shipit"

// OddCommand is a command with characters that query languages quote.
const OddCommand = `it's \ "odd"`

// Events returns the events of the days before now.
func Events(now time.Time) []telemetry.Event {
	r := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // the same events each time
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	var ids [machines]string
	for i := range ids {
		var id [32]byte
		for at := 0; at < len(id); at += 8 {
			binary.LittleEndian.PutUint64(id[at:], r.Uint64())
		}
		ids[i] = hex.EncodeToString(id[:])
	}
	now = now.UTC().Truncate(time.Millisecond)
	list := make([]telemetry.Event, 0, Count)
	for len(list) < Unique {
		e := telemetry.Event{
			Name: "command.invoke", Tool: pick(Tool, Tool, Tool, "other"), ToolVersion: pick("v1.4.2", "v1.5.0", "v2.0.0-rc.1", "v2.0.0", "dev", "v2.0.1-4-gabcdef"),
			MachineID: ids[r.IntN(machines)], TimestampUTC: now.Add(-time.Duration(r.Int64N(int64(days * 24 * time.Hour)))).Truncate(time.Millisecond),
			Attrs: telemetry.Attrs{
				{Key: "agent", Value: pick("none", "none", "cursor")},
				{Key: "command", Value: pick("deploy", "status", OddCommand)},
				{Key: "host.arch", Value: pick("amd64", "arm64")},
				{Key: "os.type", Value: pick("linux", "darwin")},
				{Key: "outcome", Value: pick("ok", "ok", "ok", "cancelled", "error", "panic")},
				{Key: "process.interactive", Value: pick("true", "false")},
				{Key: "took", Value: pick("<1s", "1s-1m", ">=1m")},
			},
		}
		binary.LittleEndian.PutUint64(e.ID[:], r.Uint64())
		binary.LittleEndian.PutUint64(e.ID[8:], r.Uint64())
		switch r.IntN(20) {
		case 0:
			e.Name, e.Attrs = "install", telemetry.Attrs{{Key: "install", Value: pick("apt", "go")}}
		case 1:
			e.Attrs = slices.Delete(e.Attrs, 2, 3) // no architecture
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b telemetry.Event) int { return a.TimestampUTC.Compare(b.TimestampUTC) })
	for len(list) < Count {
		list = append(list, list[r.IntN(Unique)])
	}
	return list
}

// Send sends the events to a receiver of OTLP. A nil client is otlpsink's own.
func Send(t *testing.T, endpoint string, client *http.Client, headers map[string]telemetry.Secret, events []telemetry.Event) {
	t.Helper()
	begin := time.Now()
	sink, err := otlpsink.New(otlpsink.Config{Endpoint: endpoint, Client: client, Headers: headers, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	for batch := range slices.Chunk(events, 2000) {
		if err := sink.Export(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d events sent in %v", len(events), time.Since(begin).Round(time.Millisecond))
}
