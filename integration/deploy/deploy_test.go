package deploy

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../server/deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// lint returns what BuildKit's linter says of a container file.
func lint(file []byte) []string {
	var warnings []string
	parsed, err := parser.Parse(bytes.NewReader(file))
	if err != nil {
		return []string{err.Error()}
	}
	for _, w := range parsed.Warnings {
		warnings = append(warnings, w.Short)
	}
	rules := linter.New(&linter.Config{Warn: func(rule, _, _, message string, _ []parser.Range) {
		warnings = append(warnings, rule+": "+message)
	}})
	if _, _, err := instructions.Parse(parsed.AST, rules); err != nil {
		warnings = append(warnings, err.Error())
	}
	return warnings
}

func TestContainerFileHasNothingToLint(t *testing.T) {
	for _, warning := range lint(read(t, "Containerfile")) {
		t.Error(warning)
	}
}

func TestTheLinterNotices(t *testing.T) {
	for name, file := range map[string]string{
		"an instruction that does not exist": "FROM scratch\nCOPPY a b\n",
		"a flag that does not exist":         "FROM scratch\nCOPY --chowned=1 a b\n",
		"words of two cases":                 "FROM scratch as build\nCOPY a b\n",
		"what is no longer used":             "FROM scratch\nMAINTAINER nobody\n",
	} {
		if len(lint([]byte(file))) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
}

// verify returns what systemd-analyze says of a unit, whose program it wants to find.
func verify(t *testing.T, unit []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "optin-server.service")
	unit = bytes.Replace(unit, []byte("/usr/local/bin/optin-server"), []byte("/bin/true"), 1)
	if err := os.WriteFile(path, unit, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", "--man=no", path).CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%v: %s", err, out)
	}
	var about []string
	for line := range strings.Lines(string(out)) { // it reads other units of the machine as well
		if strings.Contains(line, "optin-server") {
			about = append(about, line)
		}
	}
	return strings.Join(about, "")
}

func TestUnitIsValid(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("there is no systemd-analyze")
	}
	unit := read(t, "optin-server.service")
	if said := verify(t, unit); said != "" {
		t.Error(said)
	}
	for planted, by := range map[string]string{"ProtectHome=yes": "ProtectHomes=yes", "Restart=on-failure": "Restart=on-failures", "ExecStart=": "ExecsStart="} {
		if said := verify(t, bytes.Replace(unit, []byte(planted), []byte(by), 1)); said == "" {
			t.Errorf("%s is not noticed", by)
		}
	}
}
