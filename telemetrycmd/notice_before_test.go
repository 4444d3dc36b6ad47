package telemetrycmd

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
)

// "Nothing has been sent" is said to those alone of whom it is known.
func TestQuestionAfterAnEarlierYes(t *testing.T) {
	const claim = "Nothing has been sent."
	for name, before := range map[string]func(t *testing.T, a *App){
		"a decision":     func(t *testing.T, a *App) { equal(t, "error", a.decide(consent.Disabled), nil) },
		"a new identity": func(t *testing.T, a *App) { equal(t, "error", renew(a.paths.rotation), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cfg := usualConfig()
			cfg.ConsentPath, cfg.StateDir = filepath.Join(dir, "consent.toml"), filepath.Join(dir, "state")
			cfg.Exporter = neverAsked{}
			a, err := New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			if first := a.question(false).text(); !strings.Contains(first, claim) {
				t.Errorf("who was never asked reads %q", first)
			}
			before(t, a)
			if later := a.question(false).text(); strings.Contains(later, claim) || !strings.Contains(later, "Only if you agree.") {
				t.Errorf("later, they read %q", later)
			}
		})
	}
}
