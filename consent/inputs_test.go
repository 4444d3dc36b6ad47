package consent_test

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// settled gives the files at paths times at which a change would show.
func settled(t testing.TB, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(150 * time.Millisecond) // the time of the entry's last change cannot be set
}

func TestUnchangedSeesEveryChange(t *testing.T) {
	yes := consent.Consent{State: consent.Enabled, DecidedAt: decided, Notice: "n"}
	env := map[string]string{}
	changes := map[string]func(r *consent.Resolver) error{
		"the same record again": func(r *consent.Resolver) error { return consent.Write(r.Path, yes) },
		"a refusal": func(r *consent.Resolver) error {
			return consent.Write(r.Path, consent.Consent{State: consent.Disabled})
		},
		"no record":           func(r *consent.Resolver) error { return consent.Reset(r.Path) },
		"an older file":       func(r *consent.Resolver) error { return os.Chtimes(r.Path, time.Time{}, time.Unix(1, 0)) },
		"DO_NOT_TRACK":        func(*consent.Resolver) error { env["DO_NOT_TRACK"] = "1"; return nil },
		"the tool's variable": func(*consent.Resolver) error { env["MYTOOL_TELEMETRY"] = "log"; return nil },
		"a CI system":         func(*consent.Resolver) error { env["CI"] = "1"; return nil },
		"another notice":      func(r *consent.Resolver) error { r.Notice = "m"; return nil },
		"another path":        func(r *consent.Resolver) error { r.Path += "x"; return nil },
	}
	if runtime.GOOS != "windows" { // which does not tell when an entry changed
		changes["a mode"] = func(r *consent.Resolver) error { return os.Chmod(r.Path, 0o400) }
	}
	records := map[string]string{}
	for name := range changes {
		records[name] = filepath.Join(t.TempDir(), "consent.toml")
		mustWrite(t, records[name], yes)
	}
	settled(t, slices.Collect(maps.Values(records))...)
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			clear(env)
			r := consent.Resolver{Tool: "mytool", Path: records[name], Notice: "n", LookupEnv: environment(env)}
			d, err := r.Resolve()
			if err != nil || d.Policy != telemetry.Enabled {
				t.Fatal(d.Reason(), err)
			}
			if !r.Unchanged(d) {
				t.Fatal("changed without a change")
			}
			if err := change(&r); err != nil {
				t.Fatal(err)
			}
			if r.Unchanged(d) {
				t.Error("the change is not seen")
			}
		})
	}
}

// A record that is written twice within a tick of the file system's clock may look
// the same after both.
func TestUnchangedDoesNotTrustAYoungRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	r := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}
	d, err := r.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	if r.Unchanged(d) {
		t.Error("a record that was just written is trusted not to change")
	}
	if r.Unchanged(consent.Decision{}) {
		t.Error("the zero Decision is what it would return")
	}
}

func TestUnchangedSeesARefusalInTheOwnPlace(t *testing.T) {
	p := newPlace(t)
	if err := p.resolver.Write(consent.Consent{State: consent.Enabled}); err != nil {
		t.Fatal(err)
	}
	settled(t, p.planted)
	d := p.resolve(t)
	wantVetoes(t, d)
	if !p.resolver.Unchanged(d) {
		t.Error("changed without a change")
	}
	mustWrite(t, p.own, consent.Consent{State: consent.Disabled})
	if p.resolver.Unchanged(d) {
		t.Error("the refusal is not seen")
	}
}

// A descriptor that is missing now may be there the next time.
func TestUnchangedIsFalseAfterAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	writeFile(t, path, "torn")
	settled(t, path)
	r := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}
	d, err := r.Resolve()
	if err == nil || r.Unchanged(d) {
		t.Errorf("with the error %v, the decision is kept", err)
	}
}

func BenchmarkUnchanged(b *testing.B) {
	path := benchmarkRecord(b)
	settled(b, path)
	r := consent.Resolver{Tool: "mytool", Notice: "3f9a1c", Path: path, LookupEnv: noVariables}
	d, err := r.Resolve()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if !r.Unchanged(d) {
			b.Fatal("changed")
		}
	}
}
