package size

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// A program with optin may be larger than one that does the same by hand by so many
// bytes, and no more.
func TestBinariesStayInBudget(t *testing.T) {
	wholetest.Only(t)
	w := repositorytest.Open(t)
	// An empty main, which is printed as well, is no floor: the library that reads the
	// machine's ID, SHA-256 and what both import are 0.68 MB over it, and no code of this
	// project can take that away. Most of it is fmt, os and os/exec, which most tools have.
	t.Logf("empty main %d B", build(t, w.Root, "empty"))
	for _, tt := range []struct {
		byHand, optin string
		budget        int64
	}{
		// Half of it are the rules of package redact.
		{"byhand", "core", 580_000},
		// net/http, which both import, brings most of what optin needs of the standard library.
		{"post", "deliver", 850_000},
		// What also asks, keeps the answer and has the commands of "telemetry". The lists of
		// tools/selective hold the adapters.
		{"post", "app", 2_200_000},
	} {
		byHand, optin := build(t, w.Root, tt.byHand), build(t, w.Root, tt.optin)
		t.Logf("%s: by hand %d B, with optin %d B more", tt.optin, byHand, optin-byHand)
		if over := optin - byHand - tt.budget; over > 0 {
			t.Errorf("%s: over the budget of %d B by %d B", tt.optin, tt.budget, over)
		}
	}
}

// build returns the size of a program under testdata.
func build(t *testing.T, root, name string) int64 {
	t.Helper()
	out := filepath.Join(t.TempDir(), name)
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", out, "./tools/size/testdata/"+name)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64", "GOAMD64=v1")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, text)
	}
	info, err := os.Stat(out)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
