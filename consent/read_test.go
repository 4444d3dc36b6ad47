package consent_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// inUTF16 returns text as a Windows editor may store it, with a byte order mark.
func inUTF16(text string) string {
	b := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return string(b)
}

const enabledText = "version = 1\nstate = \"enabled\"\n"

func TestFilesThatAreNoRecord(t *testing.T) {
	tests := map[string]string{
		"empty":                        "",
		"blank":                        " \n\n",
		"NULs":                         strings.Repeat("\x00", 100),
		"NUL after a record":           enabledText + "\x00",
		"garbage":                      "\x8f\x02\xff\x91 ::: {",
		"prose":                        "this is not toml ::: { ;",
		"JSON":                         `{"version": 1, "state": "enabled"}`,
		"UTF-16":                       inUTF16(enabledText),
		"UTF-16 mark before UTF-8":     "\xff\xfe" + enabledText,
		"invalid UTF-8 in a comment":   enabledText + "# \xff\n",
		"merge conflict":               "<<<<<<< HEAD\nversion = 1\nstate = \"enabled\"\n=======\nstate = \"disabled\"\n>>>>>>> b\n",
		"torn in the version":          "versi",
		"torn in the state":            "version = 1\nstate = \"enab",
		"torn in the time":             enabledText + "decided_at = \"2026-05-08T12:3",
		"version missing":              "state = \"enabled\"\n",
		"version zero":                 "version = 0\nstate = \"enabled\"\n",
		"version negative":             "version = -1\nstate = \"enabled\"\n",
		"version a float":              "version = 1.0\nstate = \"enabled\"\n",
		"version a newer float":        "version = 2.0\nstate = \"enabled\"\n",
		"version a string":             "version = \"1\"\nstate = \"enabled\"\n",
		"version a boolean":            "version = true\nstate = \"enabled\"\n",
		"version beyond 64 bits":       "version = 99999999999999999999\nstate = \"enabled\"\n",
		"version in a table":           "[x]\nversion = 1\nstate = \"enabled\"\n",
		"state missing":                "version = 1\n",
		"state in a table":             "version = 1\n[x]\nstate = \"enabled\"\n",
		"state unknown":                "version = 1\nstate = \"granted\"\n",
		"state empty":                  "version = 1\nstate = \"\"\n",
		"state capitalised":            "version = 1\nstate = \"Enabled\"\n",
		"state in upper case":          "version = 1\nstate = \"ENABLED\"\n",
		"state with a space":           "version = 1\nstate = \"enabled \"\n",
		"state invalid":                "version = 1\nstate = \"invalid\"\n",
		"state a boolean":              "version = 1\nstate = true\n",
		"state a number":               "version = 1\nstate = 1\n",
		"state an array":               "version = 1\nstate = [\"enabled\"]\n",
		"state a table":                "version = 1\nstate = { enabled = true }\n",
		"state without quotes":         "version = 1\nstate = enabled\n",
		"state twice":                  "version = 1\nstate = \"disabled\"\nstate = \"enabled\"\n",
		"state twice, alike":           "version = 1\nstate = \"enabled\"\nstate = \"enabled\"\n",
		"version twice":                "version = 1\nversion = 1\nstate = \"enabled\"\n",
		"STATE after state":            "version = 1\nstate = \"disabled\"\nSTATE = \"enabled\"\n",
		"STATE before state":           "version = 1\nSTATE = \"enabled\"\nstate = \"disabled\"\n",
		"STATE alone":                  "version = 1\nSTATE = \"enabled\"\n",
		"State beside a yes":           "version = 1\nstate = \"enabled\"\nState = \"disabled\"\n",
		"State a table":                "version = 1\nstate = \"enabled\"\n[State]\nx = 1\n",
		"state with a long s":          "version = 1\nstate = \"enabled\"\n\"\u017ftate\" = \"disabled\"\n",
		"Version beside version":       "version = 1\nVersion = 2\nstate = \"enabled\"\n",
		"DECIDED_AT":                   enabledText + "DECIDED_AT = \"2026-05-08T12:34:56Z\"\n",
		"Notice":                       enabledText + "Notice = \"x\"\n",
		"decided_at empty":             enabledText + "decided_at = \"\"\n",
		"decided_at in words":          enabledText + "decided_at = \"yesterday\"\n",
		"decided_at a day":             enabledText + "decided_at = \"2026-05-08\"\n",
		"decided_at without a zone":    enabledText + "decided_at = \"2026-05-08T12:34:56\"\n",
		"decided_at with a comma":      enabledText + "decided_at = \"2026-05-08T12:34:56,5Z\"\n",
		"decided_at of one digit":      enabledText + "decided_at = \"2026-05-08T1:34:56Z\"\n",
		"decided_at beyond 9999":       enabledText + "decided_at = \"9999-12-31T23:59:59-01:00\"\n",
		"decided_at in month 13":       enabledText + "decided_at = \"2026-13-08T12:34:56Z\"\n",
		"decided_at without quotes":    enabledText + "decided_at = 2026-05-08T12:34:56Z\n",
		"decided_at a number":          enabledText + "decided_at = 1778243696\n",
		"notice a number":              enabledText + "notice = 1\n",
		"notice an array":              enabledText + "notice = [\"x\"]\n",
		"bad TOML after a record":      enabledText + "= \n",
		"a byte more than 4 KiB":       enabledText + "#" + strings.Repeat("x", 4<<10-len(enabledText)),
		"a huge comment":               enabledText + "#" + strings.Repeat("x", 1<<20),
		"300,000 keys":                 enabledText + strings.Repeat("k.k.k = 1\n", 300_000),
		"a key of 200 parts":           enabledText + "a" + strings.Repeat(".a", 200) + " = 1\n",
		"200 tables in one another":    enabledText + "a = " + strings.Repeat("{a=", 200) + "1" + strings.Repeat("}", 200),
		"2,000 arrays in one another":  enabledText + "a = " + strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
		"an escape that is none":       enabledText + "notice = \"\\q\"\n",
		"an escape beyond Unicode":     enabledText + "notice = \"\\UFFFFFFFF\"\n",
		"a line break in a plain text": enabledText + "notice = \"a\nb\"\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "consent.toml")
			writeFile(t, path, text)
			c, err := consent.Read(path)
			if c != (consent.Consent{}) {
				t.Errorf("Read gives %+v with an error, want the zero Consent", c)
			}
			wantKind(t, err, telemetry.ErrSerde)
			if err != nil && !strings.Contains(err.Error(), path) {
				t.Errorf("the error does not name the file: %v", err)
			}

			d, err := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
			wantKind(t, err, telemetry.ErrSerde)
			wantVetoes(t, d, consent.VetoRecordUnreadable)
			if len(d.Vetoes) != 1 || d.Vetoes[0].Detail == "" || strings.Contains(d.Reason(), path) {
				t.Errorf("the reason is %q, want it to say what is wrong, and no path", d.Reason())
			}
		})
	}
}

func TestFilesThatAreRecords(t *testing.T) {
	at := time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC)
	tests := map[string]struct {
		text string
		want consent.Consent
	}{
		"least":                  {"version=1\nstate='disabled'", consent.Consent{State: consent.Disabled}},
		"unset":                  {"version = 1\nstate = \"unset\"\n", consent.Consent{}},
		"enabled":                {enabledText, consent.Consent{State: consent.Enabled}},
		"carriage returns":       {"version = 1\r\nstate = \"enabled\"\r\n", consent.Consent{State: consent.Enabled}},
		"UTF-8 mark":             {"\xef\xbb\xbf" + enabledText, consent.Consent{State: consent.Enabled}},
		"comments, other order":  {"# mine\nstate = \"enabled\" # yes\nversion = 1\n", consent.Consent{State: consent.Enabled}},
		"unknown keys":           {enabledText + "by = \"me\"\nn = 3\n[table]\nSTATE = \"disabled\"\n", consent.Consent{State: consent.Enabled}},
		"notice and time":        {enabledText + "notice = \"x\"\ndecided_at = \"2026-05-08T12:34:56Z\"\n", consent.Consent{State: consent.Enabled, DecidedAt: at, Notice: "x"}},
		"time of another zone":   {enabledText + "decided_at = \"2026-05-08T14:34:56+02:00\"\n", consent.Consent{State: consent.Enabled, DecidedAt: at}},
		"exactly 4 KiB":          {enabledText + "#" + strings.Repeat("x", 4<<10-len(enabledText)-1), consent.Consent{State: consent.Enabled}},
		"a quoted, escaped text": {enabledText + `notice = "\"\\\n\u00fc"`, consent.Consent{State: consent.Enabled, Notice: "\"\\\nü"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "consent.toml")
			writeFile(t, path, test.text)
			if got := mustRead(t, path); got != test.want {
				t.Errorf("Read gives %+v, want %+v", got, test.want)
			}
		})
	}
}

// The Rust crate writes these: a fraction of any length, and no time if it has none.
func TestReadsTheRustCratesRecords(t *testing.T) {
	at := time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC)
	for name, want := range map[string]consent.Consent{
		"enabled":              {State: consent.Enabled, DecidedAt: at.Add(123456789)},
		"disabled":             {State: consent.Disabled, DecidedAt: at.Add(500 * time.Millisecond)},
		"unset":                {},
		"enabled_without_time": {State: consent.Enabled},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", "rust", name+".toml"))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "consent.toml")
		writeFile(t, path, string(text))
		if got := mustRead(t, path); got != want {
			t.Errorf("Read gives %+v for %s, want %+v", got, name, want)
		}
	}
}

func TestMissingFileIsUndecided(t *testing.T) {
	for _, path := range []string{
		filepath.Join(t.TempDir(), "consent.toml"),
		filepath.Join(t.TempDir(), "no", "such", "directory", "consent.toml"),
	} {
		if got := mustRead(t, path); got != (consent.Consent{}) {
			t.Errorf("Read gives %+v for a missing file, want the zero Consent", got)
		}
		d, err := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
		if err != nil {
			t.Error(err)
		}
		wantVetoes(t, d, consent.VetoUndecided)
	}
}

// An empty path is a forgotten one: as a missing file, it would hide the mistake.
func TestEmptyPathIsAnError(t *testing.T) {
	_, err := consent.Read("")
	wantKind(t, err, telemetry.ErrConfig)
	wantKind(t, consent.Write("", consent.Consent{State: consent.Disabled}), telemetry.ErrConfig)
	wantKind(t, consent.Reset(""), telemetry.ErrConfig)
}

// Who finds a directory where the file should be is told what to do about it.
func TestDirectoryInTheFilesPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	_, readErr := consent.Read(path)
	for name, err := range map[string]error{
		"Read":           readErr,
		"Write of a yes": consent.Write(path, consent.Consent{State: consent.Enabled}),
		"Write of a no":  consent.Write(path, consent.Consent{State: consent.Disabled}),
		"Reset":          consent.Reset(path),
	} {
		if err == nil || !strings.HasSuffix(err.Error(), ": it is a directory, not a regular file; remove it") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOddPathsAreErrors(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "file"), enabledText)
	for name, path := range map[string]string{
		"a directory":              dir,
		"a parent that is a file":  filepath.Join(dir, "file", "consent.toml"),
		"a NUL in the path":        filepath.Join(dir, "a\x00b"),
		"a name that is too long":  filepath.Join(dir, strings.Repeat("n", 5000)),
		"a path that is too long":  filepath.Join(dir, strings.Repeat("nn/", 5000), "consent.toml"),
		"a directory, with a rest": dir + string(filepath.Separator),
	} {
		t.Run(name, func(t *testing.T) {
			c, err := consent.Read(path)
			if runtime.GOOS == "windows" && err == nil && c == (consent.Consent{}) {
				return // says of some of these that the path does not exist
			}
			wantKind(t, err, telemetry.ErrIO)
			if c != (consent.Consent{}) {
				t.Errorf("Read gives %+v with an error, want the zero Consent", c)
			}
			for _, state := range []consent.State{consent.Enabled, consent.Disabled} {
				err := consent.Write(path, consent.Consent{State: state})
				wantKind(t, err, telemetry.ErrIO)
				if err != nil && (strings.Count(err.Error(), path) != 1 || strings.Contains(err.Error(), ".consent-")) {
					t.Errorf("the error names other paths than the file's, once: %v", err)
				}
			}
		})
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("the directory holds %q, want only the file", got)
	}
}

// The file has no blocks on the disk; whoever reads it whole needs 1 GB.
func TestHugeFileIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	writeFile(t, path, enabledText)
	if err := os.Truncate(path, 1<<30); err != nil {
		t.Fatal(err)
	}
	used := allocated(func() {
		_, err := consent.Read(path)
		wantKind(t, err, telemetry.ErrSerde)
	})
	if used > 1<<20 {
		t.Errorf("Read allocated %d bytes for a file of 1 GB, want less than 1 MiB", used)
	}
}

// Whatever 4 KiB hold, deciding on them is cheap. Bytes allocated stand for the
// time, which grows with them.
func TestHostileFilesAreCheap(t *testing.T) {
	for name, text := range map[string]string{
		"a long dotted key":        "a" + strings.Repeat(".a", 2000) + " = 1",
		"a long dotted table":      "[a" + strings.Repeat(".a", 2000) + "]",
		"tables in one another":    "a = " + strings.Repeat("{a=", 1300),
		"arrays in one another":    "a = " + strings.Repeat("[", 4000),
		"as deep as is let pass":   "a" + strings.Repeat("."+strings.Repeat("a", 30), 128) + " = 1",
		"as nested as is let pass": "a=" + strings.Repeat("{"+strings.Repeat("a", 28)+"=", 128),
		"many keys":                strings.Repeat("k", 1000) + strings.Repeat("=1\nk", 900),
	} {
		path := filepath.Join(t.TempDir(), "consent.toml")
		writeFile(t, path, text)
		used := allocated(func() {
			if _, err := consent.Read(path); err == nil {
				t.Errorf("Read accepts %s", name)
			}
		})
		if used > 4<<20 {
			t.Errorf("Read allocated %d bytes for %s, want less than 4 MiB", used, name)
		}
	}
}

// allocated returns the bytes that the process allocates while f runs.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// What a file holds may be anything, and errors end up on terminals.
func TestErrorsDoNotQuoteTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	for _, text := range []string{
		"planted = planted", "planted", "version = 1\nstate = \"planted\"", "version = \"planted\"",
		"version = 1\nstate = \"enabled\"\ndecided_at = \"planted\"", "planted = 1\nplanted = 1", "version = 1\nstate = \"\\planted\"",
	} {
		writeFile(t, path, text)
		_, err := consent.Read(path)
		if err == nil || strings.Contains(err.Error(), "planted") {
			t.Errorf("the error for %q is %v, want one that does not repeat it", text, err)
		}
	}
}

// No file is known that makes the library panic, so the test does it.
func TestPanicOfTheLibraryIsAnError(t *testing.T) {
	if err := consent.Guarded(func() error { panic("BUG: Expected value") }); err == nil {
		t.Error("a panic is no error")
	}
	if err := consent.Guarded(func() error { return nil }); err != nil {
		t.Errorf("without a panic, the error is %v", err)
	}
}

func TestNewerRecordIsOffAndCanBeReplaced(t *testing.T) {
	for _, version := range []string{"2", "99", "9223372036854775807"} {
		for _, rest := range []string{"", "state = \"enabled\"\n", "state = \"disabled\"\n", "decision = { granted = true }\n", "STATE = 1\n"} {
			path := filepath.Join(t.TempDir(), "consent.toml")
			text := "version = " + version + "\n" + rest
			writeFile(t, path, text)

			c, err := consent.Read(path)
			wantKind(t, err, telemetry.ErrSerde)
			if c != (consent.Consent{}) {
				t.Errorf("Read gives %+v of a newer version, want the zero Consent", c)
			}
			d, err := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
			wantKind(t, err, telemetry.ErrSerde)
			wantVetoes(t, d, consent.VetoRecordTooNew)

			if after, err := os.ReadFile(path); err != nil || string(after) != text {
				t.Errorf("the newer record became %q, %v; it must not be rewritten by reading", after, err)
			}
			mustWrite(t, path, consent.Consent{State: consent.Disabled})
			if got := mustRead(t, path); got.State != consent.Disabled {
				t.Errorf("after disabling, the state is %v", got.State)
			}
		}
	}
}
