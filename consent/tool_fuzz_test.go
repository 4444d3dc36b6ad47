package consent_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
)

// A name that is allowed is that of one directory, and has a variable.
func FuzzCheckTool(f *testing.F) {
	for _, name := range []string{"mytool", "my-tool", "..", "a/b", `a\b`, "con", "a:b", "x.", "", "com1.txt", "ä", "a\n"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if consent.CheckTool(name) != nil {
			return
		}
		if !filepath.IsLocal(name) || filepath.Base(name) != name || len(name) > 64 {
			t.Errorf("%q is allowed", name)
		}
		other := func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') }
		if v := consent.VariableName(name); strings.ContainsFunc(v, other) {
			t.Errorf("its variable is %q", v)
		}
	})
}
