package app

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// exported is an Exporter that keeps what it is given.
type exported struct {
	mu     sync.Mutex
	events []telemetry.Event
	err    error
}

func (e *exported) Export(_ context.Context, events []telemetry.Event) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err == nil {
		e.events = append(e.events, events...)
	}
	return e.err
}

func (e *exported) Recipient() string { return "telemetry.example.org" }

// clearEnv takes away what would keep telemetry off in this process, and gives it a home.
func clearEnv(t testing.TB) string {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"DO_NOT_TRACK", "MYTOOL_TELEMETRY", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} {
		t.Setenv(name, "")
	}
	for name, ok := consent.CISystem(os.LookupEnv); ok; name, ok = consent.CISystem(os.LookupEnv) {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Setenv("APPDATA", filepath.Join(home, "config"))
	t.Setenv("LOCALAPPDATA", filepath.Join(home, "local"))
	return home
}

// newTool returns an App in this process, whose user has agreed, and an event of its own.
func newTool(t testing.TB, change ...func(*Config)) (*App, *catalog.Event) {
	t.Helper()
	clearEnv(t)
	cat := catalog.New("mytool", "why")
	miss := cat.Event("cache.miss", "the cache did not help", cat.Enum("reason", "why it did not", "cold", "stale"))
	cfg := Config{Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat, Exporter: &exported{}}
	for _, c := range change {
		c(&cfg)
	}
	a, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.gate.grant(false); err != nil {
		t.Fatal(err)
	}
	if v := a.gate.now(); !v.on() {
		t.Fatal(v.reason())
	}
	t.Cleanup(func() {
		if a.session != nil {
			a.session.end(true)
		}
	})
	return a, miss
}
