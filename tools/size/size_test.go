package size

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// budget is how much larger the program that records may be than the smallest
// that prints. It is not counted from an empty main: the reader of the machine
// ID and SHA-256, without which there is no identity, are 0.68 MB over that
// already, nearly all of it parts of the standard library that every tool has.
const budget = 500_000

func TestCoreStaysInBudget(t *testing.T) {
	w := repositorytest.Open(t)
	empty := build(t, w.Root, "empty")
	hello := build(t, w.Root, "hello")
	core := build(t, w.Root, "core")
	t.Logf("empty main %d B, fmt.Println %d B, recording %d B", empty, hello, core)
	t.Logf("recording adds %d B to fmt.Println, %d B to an empty main", core-hello, core-empty)
	if added := core - hello; added > budget {
		t.Errorf("recording adds %d B, over the budget of %d B by %d B", added, budget, added-budget)
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
