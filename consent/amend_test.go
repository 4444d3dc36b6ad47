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

func TestAmendChangesTheRefusalThatWasRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Disabled, DecidedAt: time.Now(), Notice: "3f9a1c+delete"})
	old := mustRead(t, path)
	for _, notice := range []string{"3f9a1c", "3f9a1c+" + strings.Repeat("x", 64), ""} { // shorter, longer
		c := old
		c.Notice = notice
		if err := consent.Amend(path, old, c); err != nil {
			t.Fatal(err)
		}
		if old = mustRead(t, path); old != c {
			t.Fatalf("Amend made %+v, want %+v", old, c)
		}
	}
}

func TestAmendLeavesEveryOtherDecision(t *testing.T) {
	refusal := consent.Consent{State: consent.Disabled, DecidedAt: time.Now(), Notice: "3f9a1c+delete"}
	later, other := refusal, refusal
	later.DecidedAt, other.Notice = later.DecidedAt.Add(time.Second), "another"
	amended := refusal
	amended.Notice = "3f9a1c"
	for name, c := range map[string]consent.Consent{
		"a yes": {State: consent.Enabled, DecidedAt: refusal.DecidedAt, Notice: refusal.Notice}, "a later refusal": later, "another notice": other,
	} {
		path := filepath.Join(t.TempDir(), "consent.toml")
		mustWrite(t, path, c)
		before := mustRead(t, path)
		if err := consent.Amend(path, refusal, amended); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if after := mustRead(t, path); after != before {
			t.Errorf("%s became %+v", name, after)
		}
	}
	garbage := filepath.Join(t.TempDir(), "consent.toml")
	writeFile(t, garbage, "garbage")
	if err := consent.Amend(garbage, refusal, amended); err != nil {
		t.Error(err)
	}
	if text, _ := os.ReadFile(garbage); string(text) != "garbage" {
		t.Errorf("garbage became %q", text)
	}
}

func TestAmendMakesNoYesAndNoFile(t *testing.T) {
	refusal := consent.Consent{State: consent.Disabled, DecidedAt: time.Now()}
	yes := consent.Consent{State: consent.Enabled, DecidedAt: time.Now()}
	dir := t.TempDir()
	path := filepath.Join(dir, "consent.toml")
	if err := consent.Amend(path, refusal, refusal); err != nil {
		t.Error(err)
	}
	wantKind(t, consent.Amend("", refusal, refusal), telemetry.ErrConfig)
	if got := names(t, dir); got != nil {
		t.Errorf("Amend made %q", got)
	}
	mustWrite(t, path, refusal)
	wantKind(t, consent.Amend(path, refusal, yes), telemetry.ErrConfig)
	wantKind(t, consent.Amend(path, yes, refusal), telemetry.ErrConfig)
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err == nil { // Windows may permit none
		wantKind(t, consent.Amend(link, refusal, refusal), telemetry.ErrIO)
	}
}
