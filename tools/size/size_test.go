package size

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// budget is how much larger the program that records with optin may be than the
// one that does it by hand. It is not counted from an empty main, which is
// printed beside it: the library that reads the machine's ID, SHA-256 and what
// both import are 0.68 MB over that, and no code of this project can take it
// away. Most of it is fmt, os and os/exec, which most tools have anyway. Half of the
// rest are the rules of package redact.
const budget = 580_000

func TestCoreStaysInBudget(t *testing.T) {
	wholetest.Only(t)
	w := repositorytest.Open(t)
	empty := build(t, w.Root, "empty")
	hello := build(t, w.Root, "hello")
	byHand := build(t, w.Root, "byhand")
	core := build(t, w.Root, "core")
	t.Logf("empty main %d B, fmt.Println %d B, by hand %d B, with optin %d B", empty, hello, byHand, core)
	t.Logf("optin adds %d B to what is done by hand, %d B to fmt.Println, %d B to an empty main", core-byHand, core-hello, core-empty)
	if added := core - byHand; added > budget {
		t.Errorf("optin adds %d B, over the budget of %d B by %d B", added, budget, added-budget)
	}
}

// deliveryBudget is how much larger the program that queues events and delivers
// them over HTTP may be than the one that only posts. Here net/http, which both
// import, brings most of what optin needs of the standard library.
const deliveryBudget = 850_000

func TestDeliveryStaysInBudget(t *testing.T) {
	wholetest.Only(t)
	w := repositorytest.Open(t)
	post := build(t, w.Root, "post")
	deliver := build(t, w.Root, "deliver")
	t.Logf("net/http alone %d B, with optin %d B", post, deliver)
	t.Logf("optin adds %d B", deliver-post)
	if added := deliver - post; added > deliveryBudget {
		t.Errorf("optin adds %d B, over the budget of %d B by %d B", added, deliveryBudget, added-deliveryBudget)
	}
}

// toolBudget is how much larger a whole tool with optin may be than one that asks, keeps
// the answer, and posts from a second process by hand, with the same libraries. All of it
// is code of this project: the rules of package redact are 0.22 MB, app itself 0.18.
const toolBudget = 1_600_000

func TestToolsStayInBudget(t *testing.T) {
	wholetest.Only(t)
	w := repositorytest.Open(t)
	for _, name := range []string{"app", "cobra"} {
		byHand, tool := build(t, w.Root, name+"byhand"), build(t, w.Root, name)
		t.Logf("%s: by hand %d B, with optin %d B", name, byHand, tool)
		t.Logf("%s: optin adds %d B", name, tool-byHand)
		if added := tool - byHand; added > toolBudget {
			t.Errorf("%s: optin adds %d B, over the budget of %d B by %d B", name, added, toolBudget, added-toolBudget)
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
