//go:build amd64 || arm64

package sessions

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// recording is the picture of a terminal in which greet asks, and shows what it
// recorded. README.md begins with it.
const recording = "docs/recording.svg"

// The picture is what greet does, in a real terminal. With -update, it is drawn anew.
func TestRecording(t *testing.T) {
	w := repositorytest.Open(t)
	greet := filepath.Join(t.TempDir(), "greet")
	build := exec.Command("go", "build", "-o", greet, "-ldflags=-X main.endpoint=https://telemetry.example.org/v1/events", "./examples/greet")
	build.Dir = w.Root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	home := tooltest.NewHome(t, "GREET_TELEMETRY_DETACH=0", "PATH=/usr/bin:/bin", "TERM=xterm")
	var screen strings.Builder
	for _, s := range []struct{ line, prompt, answer string }{
		{line: "hello Ada", prompt: "[y/N/s=show] ", answer: "y\n"}, {line: "hello Ada"}, {line: "telemetry show"},
	} {
		fmt.Fprintf(&screen, "$ greet %s\n", s.line)
		cmd := home.Command("greet", strings.Fields(s.line)...)
		cmd.Path, cmd.Err = greet, nil
		term := tooltest.StartTerminal(t, cmd)
		if s.prompt != "" {
			screen.WriteString(term.Expect(s.prompt))
			term.Type(s.answer)
		}
		if end := term.Wait(); end != "exit status 0" {
			t.Fatalf("greet %s: %s", s.line, end)
		}
		screen.WriteString(term.Rest())
	}
	got := draw(screen.String())
	name := w.Join(recording)
	want, err := os.ReadFile(name)
	if err != nil && !*update {
		t.Fatal(err)
	}
	if unfolded(got) == unfolded(string(want)) {
		return
	}
	if !*update {
		t.Fatalf("%s is not what greet does now; run go test ./tools/sessions -update. It prints\n%s", recording, &screen)
	}
	if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
		t.Fatal(err)
	}
}

// columns is where a line of the picture is folded.
const columns = 88

// draw returns an SVG of a terminal's screen.
func draw(screen string) string {
	const left, top, lineHeight, charWidth = 16, 28, 18, 8
	var lines []string
	for line := range strings.SplitSeq(strings.TrimRight(screen, "\n"), "\n") {
		for len(line) > columns {
			lines, line = append(lines, line[:columns]), line[columns:]
		}
		lines = append(lines, line)
	}
	width, height := columns*charWidth+2*left, len(lines)*lineHeight+top
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" role="img" aria-label="A terminal: greet asks once, and shows what it recorded">
<rect width="100%%" height="100%%" rx="8" fill="#161b22"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13" fill="#c9d1d9" style="white-space:pre">
`, width, height)
	for i, line := range lines {
		fill := ""
		if strings.HasPrefix(line, "$ ") {
			fill = ` fill="#7ee787"`
		}
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\"%s>%s</text>\n", left, top+i*lineHeight, fill, html.EscapeString(line))
	}
	return b.String() + "</g>\n</svg>\n"
}

var betweenLines = regexp.MustCompile(`</text>\n<text[^>]*>`)

// unfolded returns the text of a picture without what differs from run to run.
func unfolded(svg string) string {
	return steady(html.UnescapeString(betweenLines.ReplaceAllString(svg, "")))
}
