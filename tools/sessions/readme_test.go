package sessions

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// The program in README.md is a whole one: in the place of greet's main, it runs
// greet's commands and adds "telemetry".
func TestProgramOfTheReadme(t *testing.T) {
	w := repositorytest.Open(t)
	page, err := os.ReadFile(w.Join("README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```go\n")
	program, _, ok := strings.Cut(rest, "```\n")
	if !ok || !strings.HasPrefix(program, "package main\n") {
		t.Fatal("README.md does not begin with a program")
	}
	dir := t.TempDir()
	main, overlay, bin := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "mytool.exe")
	greet := w.Join("examples", "greet")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(greet, "main.go"): main, filepath.Join(greet, "declared.go"): "", filepath.Join(greet, "exporter.go"): "",
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{main: []byte(program + "\nconst version = `1.0.0`\n"), overlay: replace} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-overlay", overlay, "-o", bin, "./examples/greet")
	build.Dir = w.Root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	status := exec.Command(bin, "telemetry", "status")
	status.Env = []string{"HOME=" + dir, "USERPROFILE=" + dir, "APPDATA=" + dir, "LOCALAPPDATA=" + dir}
	out, err := status.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "telemetry.example.org") {
		t.Errorf("mytool telemetry status: %v\n%s", err, out)
	}
}
