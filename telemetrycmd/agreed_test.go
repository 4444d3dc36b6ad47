package telemetrycmd

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
)

// Who agreed to events that stay on this machine is asked again before any is sent.
func TestYesToWhatStaysIsNoneToSending(t *testing.T) {
	u := newUser(t)
	receiver := u.receiver
	u.receiver = nil
	u.must(exitDone, "telemetry enable")
	u.must(exitDone, "telemetry status --check")

	u.receiver = receiver
	contains(t, "status", u.must(exitRefused, "telemetry status --check"),
		"Telemetry      off\n", "Reason         you agreed to what stays on this machine, and it would now be sent\n")
	contains(t, "status", u.must(exitDone, "telemetry --output json"), `"reason":"notice_outdated"`)
	u.must(exitRefused, "telemetry send")
	if why := u.app().mayAsk(); why != consent.VetoNoticeOutdated {
		t.Errorf("the user would be asked because of %q", why)
	}

	u.must(exitDone, "telemetry enable")
	u.must(exitDone, "telemetry status --check")
	before, err := consent.Read(u.consentPath())
	if err != nil || before.Notice != u.app().catalog.Version() {
		t.Errorf("the record is %+v: %v", before, err)
	}
	// Sending is more than recording.
	u.receiver = nil
	u.must(exitDone, "telemetry status --check")
	u.must(exitDone, "telemetry enable")
	if after, err := consent.Read(u.consentPath()); err != nil || after != before {
		t.Errorf("the record is %+v, and was %+v: %v", after, before, err)
	}
}

// Nobody can agree to what a catalog with mistakes declares, whatever was recorded
// before, and also if Instrument made the mistake.
func TestNobodyAgreesToMistakes(t *testing.T) {
	u := newUser(t)
	cat := catalog.New("mytool", "Something.")
	cat.Event("page.shown", "a page was shown", cat.Enum("page", "which one", "first"))
	cat.Enum("outcome", "declared, and in no event", "ok")
	app, err := New(Config{Tool: "mytool", ToolVersion: "1", Catalog: cat, Exporter: u.receiver, ConsentPath: u.consentPath(), StateDir: u.stateDir()})
	if err != nil {
		t.Fatal(err)
	}
	app.lookupEnv = func(string) (string, bool) { return "", false }
	app.Instrument(&cobra.Command{Use: "mytool"})
	if cat.Err() == nil {
		t.Fatal("the catalog is in order")
	}
	if err := app.decide(consent.Enabled); err == nil {
		t.Error("a yes is stored")
	}
	for _, notice := range []string{"", cat.Version(), local} {
		if err := consent.Write(u.consentPath(), consent.Consent{State: consent.Enabled, DecidedAt: time.Now(), Notice: notice}); err != nil {
			t.Fatal(err)
		}
		g := app.gate()
		if g.on() || g.Vetoes[len(g.Vetoes)-1].Code != VetoCatalogUnusable {
			t.Errorf("notice %q: on is %v, vetoes %v", notice, g.on(), g.Vetoes)
		}
		contains(t, "the reasons", g.reasons()[len(g.Vetoes)-1], "is not declared as it must be: ", "outcome")
		if why := app.mayAsk(); why != "" {
			t.Errorf("the user would be asked because of %q", why)
		}
	}
}

// What the tool's file is called is the user's choice, and not recorded.
func TestRootIsCalledAsTheTool(t *testing.T) {
	for _, use := range []string{filepath.Join(t.TempDir(), "my secret"), ""} {
		u := newLocal(t)
		u.must(exitDone, "telemetry enable")
		app := u.app()
		root := &cobra.Command{Use: use, Run: func(*cobra.Command, []string) {}}
		root.SetArgs(nil)
		app.Instrument(root)
		app.Main(t.Context(), root)
		equal(t, "recorded", u.commandsRun(), "mytool: ok")
	}
}
