package consent_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// A place is a user's home, with the record that a tool would have there, and a
// directory that somebody else made.
type place struct {
	own, planted string // paths of records
	resolver     consent.Resolver
}

// newPlace lets the variables point to the planted record.
func newPlace(t *testing.T) place {
	t.Helper()
	home, clone := t.TempDir(), t.TempDir()
	setHome(t, clone)
	planted, err := consent.DefaultPath("mytool")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(consent.SetOwnHome(home))
	return place{
		own:     filepath.Join(home, consent.ConfigDir, "mytool", "consent.toml"),
		planted: planted,
		resolver: consent.Resolver{
			Tool: "mytool", LookupEnv: noVariables,
			Key: func(path string) string { return "key of this machine for " + path },
		},
	}
}

func (p place) resolve(t *testing.T) consent.Decision {
	t.Helper()
	d, err := p.resolver.Resolve()
	if err != nil {
		t.Error(err)
	}
	explained, err := p.resolver.Explain()
	if err != nil {
		t.Error(err)
	}
	if explained.Policy != d.Policy {
		t.Errorf("Explain says %v and Resolve %v", explained.Policy, d.Policy)
	}
	return d
}

var decided = time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC)

// Who clones a repository owns its files, also a record in it.
func TestPlantedYesDoesNotCount(t *testing.T) {
	p := newPlace(t)
	for name, key := range map[string]string{"no key": "", "another machine's key": "key of that machine for " + p.planted, "a key for another path": "key of this machine for /"} {
		mustWrite(t, p.planted, consent.Consent{State: consent.Enabled, DecidedAt: decided, Key: key})
		d := p.resolve(t)
		wantVetoes(t, d, consent.VetoUndecided)
		if d.Consent != (consent.Consent{}) || !strings.Contains(d.Reason(), p.planted) {
			t.Errorf("%s: the record is %+v and the reason %q, want none, and one that names the file", name, d.Consent, d.Reason())
		}
	}
}

func TestPlantedYesDoesNotOverruleARefusal(t *testing.T) {
	p := newPlace(t)
	mustWrite(t, p.own, consent.Consent{State: consent.Disabled, DecidedAt: decided})
	// Even with the key, and where no key is asked for.
	if err := p.resolver.Write(consent.Consent{State: consent.Enabled}); err != nil {
		t.Fatal(err)
	}
	withoutKey := p
	withoutKey.resolver.Key = nil
	for _, p := range []place{p, withoutKey} {
		d := p.resolve(t)
		wantVetoes(t, d, consent.VetoDenied)
		if want := "you disabled it on 2026-05-08 in " + p.own + ", which counts even though the environment names another directory"; d.Reason() != want {
			t.Errorf("the reason is %q, want %q", d.Reason(), want)
		}
		if d.Consent.State != consent.Disabled || d.Path != p.planted {
			t.Errorf("the record is %+v at %s", d.Consent, d.Path)
		}
	}
}

// Somebody whose variables point elsewhere decides there as anybody else does.
func TestYesElsewhereCountsWithTheKey(t *testing.T) {
	p := newPlace(t)
	if err := p.resolver.Write(consent.Consent{State: consent.Enabled, DecidedAt: decided}); err != nil {
		t.Fatal(err)
	}
	wantVetoes(t, p.resolve(t))
	for _, own := range []consent.Consent{{}, {State: consent.Enabled}} {
		mustWrite(t, p.own, own)
		wantVetoes(t, p.resolve(t))
	}
	if err := p.resolver.Write(consent.Consent{State: consent.Disabled, Key: "left"}); err != nil {
		t.Fatal(err)
	}
	wantVetoes(t, p.resolve(t), consent.VetoDenied)
	if got := mustRead(t, p.planted); got.Key != "" {
		t.Errorf("a refusal holds the key %q", got.Key)
	}
}

// The Rust crate writes no key, and synced files should hold no machine's.
func TestYesInTheOwnPlaceNeedsNoKey(t *testing.T) {
	p := newPlace(t)
	p.resolver.Key = func(string) string { t.Error("the key was asked for"); return "" }
	p.planted = p.own
	p.resolver.Path = p.own // as where the variables point to it
	mustWrite(t, p.planted, consent.Consent{State: consent.Enabled})
	wantVetoes(t, p.resolve(t))
	if err := p.resolver.Write(consent.Consent{State: consent.Enabled}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(p.planted); err != nil || string(text) != enabledText {
		t.Errorf("the record is %q, %v; want it without a key", text, err)
	}
}

func TestYesThatNeedsAKeyIsNotStoredWithoutOne(t *testing.T) {
	p := newPlace(t)
	p.resolver.Key = func(string) string { return "" }
	wantKind(t, p.resolver.Write(consent.Consent{State: consent.Enabled}), telemetry.ErrConfig)
	mustWrite(t, p.planted, consent.Consent{State: consent.Enabled})
	wantVetoes(t, p.resolve(t), consent.VetoUndecided)
	if err := p.resolver.Write(consent.Consent{State: consent.Disabled}); err != nil {
		t.Error(err)
	}
	wantVetoes(t, p.resolve(t), consent.VetoDenied)
}

// What is in the user's own place and cannot be read may be a refusal.
func TestUnreadableRecordInTheOwnPlace(t *testing.T) {
	p := newPlace(t)
	if err := p.resolver.Write(consent.Consent{State: consent.Enabled}); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(p.own), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, p.own, "version = 1\nstate = \"dis")
	d, err := p.resolver.Resolve()
	wantKind(t, err, telemetry.ErrSerde)
	wantVetoes(t, d, consent.VetoRecordUnreadable)
	if !strings.Contains(d.Reason(), p.own) {
		t.Errorf("the reason is %q, want it to name the file", d.Reason())
	}
}

// Somebody who refused is not asked again because a variable points elsewhere.
func TestExplainFindsTheRefusalOfTheUndecided(t *testing.T) {
	p := newPlace(t)
	mustWrite(t, p.own, consent.Consent{State: consent.Disabled})
	wantVetoes(t, p.resolve(t), consent.VetoUndecided)
	d, err := p.resolver.Explain()
	if err != nil {
		t.Fatal(err)
	}
	wantVetoes(t, d, consent.VetoDenied)
}

func TestCoversWidensWhatAYesIsFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled, Notice: "more"})
	r := consent.Resolver{Tool: "mytool", Path: path, Notice: "less", LookupEnv: noVariables}
	for _, covers := range []bool{true, false} {
		r.Covers = func(agreed string) bool {
			if agreed != "more" {
				t.Errorf("asked about %q", agreed)
			}
			return covers
		}
		d, err := r.Resolve()
		if err != nil || (d.Policy == telemetry.Enabled) != covers {
			t.Errorf("covered %v: %v, %v", covers, d.Policy, err)
		}
	}
	r.Covers = func(string) bool { t.Error("asked about the notice itself"); return false }
	r.Notice = "more"
	d, _ := r.Resolve()
	wantVetoes(t, d)
	r.Covers = func(string) bool { return true }
	mustWrite(t, path, consent.Consent{State: consent.Disabled, Notice: "other"})
	d, _ = r.Resolve()
	wantVetoes(t, d, consent.VetoDenied)
}

// Without a Notice, Covers alone decides, also of a yes without one.
func TestCoversDecidesWithoutANotice(t *testing.T) {
	for _, agreed := range []string{"", "more"} {
		path := filepath.Join(t.TempDir(), "consent.toml")
		mustWrite(t, path, consent.Consent{State: consent.Enabled, Notice: agreed})
		for _, covers := range []bool{true, false} {
			d, err := consent.Resolver{
				Tool: "mytool", Path: path, LookupEnv: noVariables,
				Covers: func(notice string) bool { return covers && notice == agreed },
			}.Resolve()
			if err != nil || (d.Policy == telemetry.Enabled) != covers {
				t.Errorf("agreed to %q, covered %v: %v, %v", agreed, covers, d.Policy, err)
			}
		}
	}
}
