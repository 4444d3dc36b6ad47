package consent_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

var fixture = flag.String("fixture", "", "write the records of this released `version`, such as v0.1.0, to testdata")

// A decision outlives the version that recorded it: testdata has what each
// released version wrote, and none of it may be changed.
func TestRecordsOfEarlierVersions(t *testing.T) {
	decided := time.Date(2026, 5, 8, 12, 34, 56, 123456789, time.UTC)
	records := map[string]consent.Consent{
		"disabled.toml":       {State: consent.Disabled, DecidedAt: decided},
		"enabled.toml":        {State: consent.Enabled, DecidedAt: decided},
		"enabled_notice.toml": {State: consent.Enabled, DecidedAt: decided, Notice: "3f9a1c"},
		"unset.toml":          {},
	}
	if *fixture != "" {
		dir := filepath.Join("testdata", *fixture)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, c := range records {
			mustWrite(t, filepath.Join(dir, name), c)
		}
	}
	dirs, err := filepath.Glob("testdata/v*.*.*")
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) == 0 {
		t.Fatal("testdata has no records of released versions")
	}
	for _, dir := range dirs {
		for name, want := range records {
			t.Run(filepath.Base(dir)+"/"+name, func(t *testing.T) {
				text, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(t.TempDir(), "consent.toml")
				if err := os.WriteFile(path, text, 0o600); err != nil {
					t.Fatal(err)
				}
				if got := mustRead(t, path); got != want {
					t.Errorf("Read returns %+v, want %+v", got, want)
				}
				d, err := consent.Resolver{Tool: "mytool", Path: path, Notice: want.Notice, LookupEnv: nothing}.Resolve()
				if err != nil {
					t.Fatal(err)
				}
				on := strings.HasPrefix(name, "enabled")
				if (d.Policy == telemetry.Enabled) != on {
					t.Errorf("resolves to %v: %s", d.Policy, d.Reason())
				}
			})
		}
	}
}

// nothing is an environment without variables.
func nothing(string) (string, bool) { return "", false }
