package frameworks

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
	"github.com/optin-go/optin/internal/wholetest"
)

var frameworks = []string{"urfave", "kong", "fang", "flag", "ff", "subcommands", "hashicorp"}

// Each example records what ran and how it ended once its user agreed, and nothing
// before.
func TestEachRecords(t *testing.T) {
	wholetest.Only(t)
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", bin, "./...").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range frameworks {
		t.Run(name, func(t *testing.T) {
			home := tooltest.NewHome(t)
			run := func(line string, code int) string {
				t.Helper()
				cmd := home.Command(name, strings.Fields(line)...)
				cmd.Path, cmd.Err = filepath.Join(bin, name+exe()), nil
				out, err := cmd.CombinedOutput()
				if cmd.ProcessState == nil {
					t.Fatal(err)
				}
				if got := cmd.ProcessState.ExitCode(); got != code {
					t.Errorf("%s %s: exit code %d, want %d:\n%s", name, line, got, code, out)
				}
				return string(out)
			}
			if out := run("hello Ada", 0); out != "Hello, Ada!\n" || home.Files() != "" {
				t.Errorf("off, it prints %q and leaves\n%s", out, home.Files())
			}
			run("telemetry enable --yes", 0)
			run("hello Ada", 0)
			if out := run("fail", 1); strings.Count(strings.ToLower(out), "it failed") != 1 {
				t.Errorf("it prints %q", out)
			}
			run("telemetry nonsense", 2)
			var got []string
			for line := range strings.Lines(run("telemetry show --past", 0)) {
				_, attrs, _ := strings.Cut(line, `"attrs":{`)
				for attr := range strings.SplitSeq(attrs, ",") {
					if value, ok := strings.CutPrefix(attr, `"command":`); ok {
						got = append(got, value)
					}
					if value, ok := strings.CutPrefix(attr, `"outcome":`); ok {
						got = append(got, value)
					}
				}
			}
			if want := `"hello" "ok" "fail" "error"`; strings.Join(got, " ") != want {
				t.Errorf("it recorded %v, want %v", got, want)
			}
		})
	}
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// What each example needs for telemetry is short: what stands above "tool:", without
// imports, comments and blank lines.
func TestEachIsShort(t *testing.T) {
	const most = 30
	for _, name := range frameworks {
		text, err := os.ReadFile(filepath.Join(name, "main.go"))
		if err != nil {
			t.Fatal(err)
		}
		_, telemetry, _ := strings.Cut(string(text), "\n)\n")
		telemetry, _, _ = strings.Cut(telemetry, "// tool:")
		n := 0
		for line := range strings.Lines(telemetry) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				n++
			}
		}
		if n == 0 || n >= most {
			t.Errorf("%s needs %d lines, which is not under %d", name, n, most)
		}
	}
}

// The page shows the examples word for word.
func TestPageShowsTheExamples(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "howto", "frameworks.md"))
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	files, err := filepath.Glob("*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, filepath.Join("..", "greet", "main.go")) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		examples.Write(text)
	}
	text, _, _ := strings.Cut(string(page), "\n## Ctrl-C")
	blocks := strings.Split(text, "```go\n")[1:]
	if len(blocks) != len(frameworks)+1 {
		t.Errorf("the page shows %d pieces of code, want one of each framework and of greet", len(blocks))
	}
	for _, block := range blocks {
		code, _, _ := strings.Cut(block, "```")
		if !strings.Contains(examples.String(), code) {
			t.Errorf("no example has what the page shows:\n%s", code)
		}
	}
}
