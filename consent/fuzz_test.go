package consent_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// yes finds the line that says yes in a file without escapes, in all the forms
// that TOML has for it: without asking the TOML library.
var yes = regexp.MustCompile("(?:^|\n)(?:\xef\xbb\xbf)?[ \t]*(?:state|\"state\"|'state')[ \t]*=[ \t]*(?:" +
	`"enabled"|'enabled'|"""\r?\n?enabled"""|'''\r?\n?enabled'''` + ")[ \t]*(?:#|\r?\n|$)")

func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/rust/*.toml", "testdata/written/*.toml"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			f.Fatal(pattern, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	for _, text := range []string{
		"", "version = 1\nstate = \"disabled\"\nSTATE = \"enabled\"\n", "version = 2\n", "version=1\nstate='enabled'#\n",
		"version = 1\n\"state\" = \"\"\"\nenabled\"\"\"\n", "\xef\xbb\xbfstate = 'enabled'\nversion = 0x1\n", "[x]\nversion = 1\nstate = \"enabled\"",
		"version = 1\nx = '''\nstate = \"enabled\"\n'''\nstate = \"disabled\"\n", "version = 1\nst.ate = 1\n[state]\n", "version = 1\nstate = {a=[{}]}\n",
	} {
		f.Add([]byte(text))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "consent.toml")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := consent.Read(path)
		if err != nil {
			wantKind(t, err, telemetry.ErrSerde)
			if c != (consent.Consent{}) {
				t.Errorf("Read gives %+v with an error", c)
			}
		}
		d, resolveErr := consent.Resolver{Tool: "mytool", Path: path, Notice: c.Notice, LookupEnv: noVariables}.Resolve()
		if (err == nil) != (resolveErr == nil) || (d.Policy == telemetry.Enabled) != (c.State == consent.Enabled) {
			t.Errorf("Read gives %v, %v, and Resolve %v, %v", c, err, d.Policy, resolveErr)
		}
		if c.State == consent.Enabled {
			if !strings.Contains(string(data), `\`) && !yes.Match(data) {
				t.Error("no line says yes in what was read as one")
			}
			if len(data) > 4<<10 || !utf8.Valid(data) || strings.Contains(string(data), "\x00") {
				t.Error("a file that is no text of 4 KiB was read as a yes")
			}
		}
		if err != nil {
			return
		}
		// What can be read can be written, unless it is longer in the written form.
		if text, err := consent.Encode(c); err == nil {
			if again, err := consent.Decode(text); err != nil || again != c {
				t.Errorf("what was read as %+v is read back as %+v, %v", c, again, err)
			}
		}
	})
}

// FuzzWriteRead leaves out the disk, which would take nearly all of the time.
func FuzzWriteRead(f *testing.F) {
	f.Add(uint8(1), int64(1778243696), int64(0), "3f9a1c")
	f.Add(uint8(2), int64(-62135596800), int64(0), "\x00\x1b\"\\\n\r\t\u2028 \u00fc'''")
	f.Add(uint8(0), int64(253402300800), int64(1), strings.Repeat("n", 5000))
	f.Add(uint8(3), int64(0), int64(999999999), "\xff")
	f.Fuzz(func(t *testing.T, state uint8, sec, nsec int64, notice string) {
		want := consent.Consent{State: consent.State(state), DecidedAt: time.Unix(sec, nsec).UTC(), Notice: notice}
		text, err := consent.Encode(want)
		if err != nil {
			if text != nil {
				t.Errorf("a record that is refused, for %v, has the text %q", err, text)
			}
			if want.State <= consent.Disabled && len(notice) < 100 && utf8.ValidString(notice) && sec >= 0 && sec < 1e11 {
				t.Errorf("an ordinary record is refused: %v", err)
			}
			return
		}
		got, err := consent.Decode(text)
		if err != nil || got.State != want.State || got.Notice != want.Notice || !got.DecidedAt.Equal(want.DecidedAt) {
			t.Errorf("decoded to %+v, %v, want %+v", got, err, want)
		}
		if want.State == consent.Enabled && !bytes.Contains(text, []byte("\nstate = \"enabled\"\n")) {
			t.Errorf("a yes reads %q", text)
		}
	})
}
