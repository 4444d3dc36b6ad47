package consent_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

func TestToolNames(t *testing.T) {
	bad := []string{
		"", ".", "..", "...", ".hidden", "trailing.", "../x", "..\\x", "a/b", "a\\b", "/a", "\\a", "a/", "a:b", "c:", "~", "~a",
		"a\x00b", "\x00", "a\nb", "a\rb", "a\tb", "a\x1bb", "a\x7fb", " a", "a ", "a b", "-a", "_a", "a*b", "a?b", "a\"b", "a<b", "a|b", "a%b", "$a",
		"ü", "a\u202eb", "\xff", strings.Repeat("a", 65), strings.Repeat("a", 300), strings.Repeat("../", 100),
		"con", "CON", "Con.txt", "prn", "aux", "nul", "nul.tar.gz", "com0", "com1", "COM9", "lpt0", "lpt1.x", "LPT9",
	}
	good := []string{
		"a", "7", "mytool", "my-tool", "my_tool", "my.tool", "MyTool", "7zip", "a..b", "a-", "a_", "mytool2.exe", strings.Repeat("a", 64),
		"console", "conx", "com", "com10", "lpt", "nulla", "auxiliary", "x.con",
	}
	setHome(t, t.TempDir())
	base, err := os.UserConfigDir()
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range bad {
		path, err := consent.DefaultPath(tool)
		if path != "" {
			t.Errorf("DefaultPath(%q) is %q with an error, want none", tool, path)
		}
		wantKind(t, err, telemetry.ErrConfig)
		if err == nil || !strings.Contains(err.Error(), "Tool ") || len(tool) > 3 && strings.Contains(strings.ToLower(err.Error()), strings.ToLower(tool)) {
			t.Errorf("the error for %q is %v, want one that names the field Tool, and not its value", tool, err)
		}
		for _, at := range []string{"", filepath.Join(t.TempDir(), "consent.toml")} {
			d, err := consent.Resolver{Tool: tool, Path: at, LookupEnv: noVariables}.Resolve()
			wantKind(t, err, telemetry.ErrConfig)
			wantVetoes(t, d, consent.VetoRecordUnreadable)
			if !strings.Contains(d.Reason(), "Tool ") {
				t.Errorf("the reason is %q, want it to name the field Tool", d.Reason())
			}
		}
	}
	for _, tool := range good {
		path, err := consent.DefaultPath(tool)
		if want := filepath.Join(base, tool, "consent.toml"); err != nil || path != want {
			t.Errorf("DefaultPath(%q) is %q, %v, want %q", tool, path, err, want)
		}
	}
	if got := names(t, os.Getenv("HOME")); got != nil {
		t.Errorf("DefaultPath made %q", got)
	}
}

func TestNoHomeIsOff(t *testing.T) {
	setHome(t, "")
	path, err := consent.DefaultPath("mytool")
	if path != "" {
		t.Errorf("DefaultPath is %q without a home", path)
	}
	wantKind(t, err, telemetry.ErrConfig)
	d, err := consent.Resolver{Tool: "mytool", LookupEnv: noVariables}.Resolve()
	wantKind(t, err, telemetry.ErrConfig)
	wantVetoes(t, d, consent.VetoRecordUnreadable)
	if d.Path != "" || !strings.HasPrefix(d.Vetoes[0].Detail, "there is no home directory; set ") {
		t.Errorf("resolved to %+v, want no path, and what to set", d)
	}
}

// The XDG specification calls a relative path invalid: its meaning would change
// with the directory that a command runs in.
func TestRelativeConfigDirectoryIsOff(t *testing.T) {
	switch runtime.GOOS {
	case "windows", "darwin", "ios", "plan9":
		setHome(t, t.TempDir()) // XDG_CONFIG_HOME means nothing here
		t.Setenv("XDG_CONFIG_HOME", "planted")
		if path, err := consent.DefaultPath("mytool"); err != nil || strings.Contains(path, "planted") {
			t.Errorf("DefaultPath is %q, %v", path, err)
		}
		return
	}
	setHome(t, t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", "planted")
	d, err := consent.Resolver{Tool: "mytool", LookupEnv: noVariables}.Resolve()
	wantKind(t, err, telemetry.ErrConfig)
	wantVetoes(t, d, consent.VetoRecordUnreadable)
	if reason := d.Reason(); !strings.HasSuffix(reason, ": XDG_CONFIG_HOME is not an absolute path; set it to one, or unset it") || strings.Contains(reason, "planted") {
		t.Errorf("the reason is %q, want it to name the variable, and not its value", reason)
	}
}

// A relative directory would be another one wherever the tool runs, and a project
// could bring a decision along.
func TestDefaultPathIsAbsolute(t *testing.T) {
	setHome(t, "relative")
	t.Setenv("XDG_CONFIG_HOME", "")
	path, err := consent.DefaultPath("mytool")
	if path != "" || !errors.Is(err, telemetry.ErrConfig) || strings.Contains(err.Error(), "relative") {
		t.Errorf("path %q, error %v", path, err)
	}
}
