package consent_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/telemetry"
)

// The Rust crate must read these, byte for byte.
func TestWriteGoldenFiles(t *testing.T) {
	at := time.Date(2026, 5, 8, 14, 34, 56, 0, time.FixedZone("two hours east", 2*60*60))
	for name, c := range map[string]consent.Consent{
		"enabled":  {State: consent.Enabled, DecidedAt: at.Add(123456789), Notice: "3f9a1c"},
		"disabled": {State: consent.Disabled, DecidedAt: at},
		"unset":    {},
		"quoted":   {State: consent.Enabled, DecidedAt: at, Notice: "a \"quoted\" \\ notice\nof two lines \x00\x7f and ü"},
	} {
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join("testdata", "written", name+".toml"))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "consent.toml")
			mustWrite(t, path, c)
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("Write makes\n%s\nwant\n%s", got, want)
			}
			c.DecidedAt = c.DecidedAt.UTC()
			if back := mustRead(t, path); back != c {
				t.Errorf("Read gives %+v back, want %+v", back, c)
			}
		})
	}
}

func TestWriteRefusesWhatReadWouldNotGiveBack(t *testing.T) {
	for name, c := range map[string]consent.Consent{
		"State":      {State: 3},
		"DecidedAt":  {State: consent.Enabled, DecidedAt: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"DecidedAt ": {State: consent.Enabled, DecidedAt: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)},
		"Notice":     {State: consent.Enabled, Notice: strings.Repeat("planted", 600)},
		"Notice ":    {State: consent.Enabled, Notice: strings.Repeat("\x01", 700)},
		"Notice  ":   {State: consent.Enabled, Notice: "planted\xff"},
		"Notice   ":  {State: consent.Enabled, Notice: strings.Repeat(".", 129)},
	} {
		path := filepath.Join(t.TempDir(), "directory", "consent.toml")
		err := consent.Write(path, c)
		wantKind(t, err, telemetry.ErrConfig)
		if field := "Consent." + strings.TrimSpace(name); err != nil && !strings.Contains(err.Error(), field) {
			t.Errorf("the error does not name %s: %v", field, err)
		}
		if err != nil && strings.Contains(err.Error(), "planted") {
			t.Errorf("the error repeats the value: %v", err)
		}
		if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
			t.Error("the directory was made for a record that is not stored")
		}
	}
}

func TestWriteReplacesWhateverIsThere(t *testing.T) {
	for name, text := range map[string]string{
		"nothing else": enabledText, "corrupt": "\x00\x00", "newer": "version = 2\n", "empty": "", "huge": strings.Repeat("x", 1<<20),
	} {
		path := filepath.Join(t.TempDir(), "consent.toml")
		writeFile(t, path, text)
		want := consent.Consent{State: consent.Disabled, Notice: "n"}
		mustWrite(t, path, want)
		if got := mustRead(t, path); got != want {
			t.Errorf("%s: Read gives %+v, want %+v", name, got, want)
		}
		if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"consent.toml"}) {
			t.Errorf("%s: the directory holds %q, want only the record", name, got)
		}
	}
}

func TestWriteInTheCurrentDirectory(t *testing.T) {
	t.Chdir(t.TempDir())
	mustWrite(t, "consent.toml", consent.Consent{State: consent.Enabled})
	if got := mustRead(t, "consent.toml").State; got != consent.Enabled {
		t.Errorf("the state is %v, want enabled", got)
	}
	if err := consent.Reset("consent.toml"); err != nil {
		t.Error(err)
	}
	if got := names(t, "."); got != nil {
		t.Errorf("after Reset, the directory holds %q", got)
	}
}

// Each writer is killed at some instant of its work: its parent waits for a few of
// its records, and then does not wait for the one it is at.
func TestKilledWritersLeaveTheOldRecordOrTheNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "consent.toml")
	mustWrite(t, path, recordNumber(0))

	stop, read := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for ; ; n++ {
			select {
			case <-stop:
				read <- n
				return
			default:
			}
			c, err := consent.Read(path)
			if err != nil || c != recordNumber(int(c.DecidedAt.Unix())) {
				t.Errorf("a reader found %+v, %v", c, err)
			}
		}
	}()

	for round := range wholetest.Of(6, 25) {
		wait := 1 + round%3
		cmd := child(t, "write in turns for ever", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if got := waitForLines(out, wait); got != wait {
			t.Errorf("the writer ended after %d records", got)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait()

		c, err := consent.Read(path)
		if err != nil {
			t.Errorf("after the kill: %v", err)
		}
		if i := int(c.DecidedAt.Unix()); i < wait-1 || c != recordNumber(i) {
			t.Errorf("after the kill, the record is %+v, want the last or the one before", c)
		}
	}
	close(stop)
	if n := <-read; n == 0 {
		t.Error("the reader read nothing")
	}
	// It is not known of a young file that its writer is gone.
	if got := temporaryFiles(t, dir); len(got) > 25 {
		t.Errorf("%d temporary files for 25 killed writers", len(got))
	}
	before := time.Now().Add(-2 * time.Hour)
	for _, name := range temporaryFiles(t, dir) {
		if err := os.Chtimes(filepath.Join(dir, name), before, before); err != nil {
			t.Fatal(err)
		}
	}
	mustWrite(t, path, recordNumber(0))
	if got := temporaryFiles(t, dir); len(got) != 0 {
		t.Errorf("an hour later, %q are left", got)
	}
}

func temporaryFiles(t *testing.T, dir string) []string {
	t.Helper()
	return slices.DeleteFunc(names(t, dir), func(name string) bool { return name == "consent.toml" })
}

func TestTwoWritersLeaveOneRecord(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "made", "by", "either", "consent.toml")
	enabling := child(t, "write a hundred times", path, "enabled")
	disabling := child(t, "write a hundred times", path, "disabled")
	for _, cmd := range []interface{ Start() error }{enabling, disabling} {
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for _, cmd := range []interface{ Wait() error }{enabling, disabling} {
		if err := cmd.Wait(); err != nil {
			t.Errorf("a writer failed: %v", err)
		}
	}
	got := mustRead(t, path)
	if (got != consent.Consent{State: consent.Enabled, Notice: "enabled"} && got != consent.Consent{State: consent.Disabled, Notice: "disabled"}) {
		t.Errorf("the record is %+v, want one of the two", got)
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"consent.toml"}) {
		t.Errorf("the directory holds %q, want only the record", got)
	}
}

func TestOldTemporaryFilesAreSwept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "consent.toml")
	now := time.Now()
	files := []struct {
		name string
		at   time.Time
		kept bool
	}{
		{tempName("1"), now, true},
		{tempName("2"), now.Add(-50 * time.Minute), true},
		{tempName("3"), now.Add(-2 * time.Hour), false},
		{tempName("4"), now.Add(2 * time.Hour), false},
		{"consent.toml.tmp", now.Add(-2 * time.Hour), true},
		{"config.yaml", now.Add(-2 * time.Hour), true},
	}
	plant := func() {
		for _, f := range files {
			writeFile(t, filepath.Join(dir, f.name), enabledText)
			if err := os.Chtimes(filepath.Join(dir, f.name), f.at, f.at); err != nil {
				t.Fatal(err)
			}
		}
	}
	asDirectory := filepath.Join(dir, tempName("6"))
	if err := os.Mkdir(asDirectory, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(asDirectory, now.Add(-2*time.Hour), now.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for what, act := range map[string]func() error{
		"Write": func() error { return consent.Write(path, consent.Consent{State: consent.Disabled}) },
		"Reset": func() error { return consent.Reset(path) },
	} {
		plant()
		if err := act(); err != nil {
			t.Fatal(err)
		}
		left := names(t, dir)
		for _, f := range files {
			if kept := slices.Contains(left, f.name); kept != f.kept {
				t.Errorf("%s: %s kept: %v, want %v", what, f.name, kept, f.kept)
			}
		}
		if !slices.Contains(left, filepath.Base(asDirectory)) {
			t.Errorf("%s removed a directory", what)
		}
	}
}
