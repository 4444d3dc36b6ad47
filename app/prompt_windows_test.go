package app

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/optin-go/optin/consent"
)

// Each answer, and what is none.
func TestAnswersInAConsole(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		answers []string // each to the question as it stands
		want    consent.State
		says    string
	}{
		{"y", []string{"y\r"}, consent.Enabled, saysOn},
		{"No", []string{"No\r"}, consent.Disabled, saysOff},
		{"empty", []string{"\r"}, consent.Disabled, saysOff},
		{"corrected", []string{"x\x7fy\r"}, consent.Enabled, saysOn},
		{"shown and yes", []string{"s\r", "y\r"}, consent.Enabled, saysOn},
		{"unclear", []string{"ja\r", "ä\r", "yy\r"}, consent.Unset, saysNothing},
		{"end of input", []string{"\x1a\r"}, consent.Unset, saysNothing},
		{"end of input in the line", []string{"y\x1a\r"}, consent.Unset, saysNothing},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := sit(t)
			p.Type("mytool print hello\r")
			for _, answer := range test.answers {
				p.Expect(asks)
				p.Type(answer)
			}
			p.ends(0, test.says)
			p.decided(test.want, 1)
		})
	}
}

// What was typed before the question, a line or its beginning, does not answer it.
func TestTypedBeforeTheQuestion(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, before, answer string }{
		{"a line", "2 mytool print hello\ry\r", "n\r"},
		{"the beginning of a line", "1 mytool print hello\ry", "\r"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := sit(t)
			p.Type(test.before) // the tool runs when all of it waits in the console
			p.Expect(asks)
			p.Type(test.answer)
			p.ends(0, saysOff)
			p.decided(consent.Disabled, 1)
		})
	}
}

// What is typed behind the answer is left to the next program.
func TestAnswerTakesOneLine(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.isAsked("mytool print hello")
	p.Type("y\recho for the shell\r")
	p.ends(0, saysOn)
	p.ends(0, "for the shell\n")
	p.decided(consent.Enabled, 1)
}

// Ctrl-C ends the question, and not the tool, whose command has succeeded.
func TestInterruptedQuestion(t *testing.T) {
	t.Parallel()
	const ctrlC = "\x03"
	for name, interrupt := range map[string]func(*person) error{
		"by a program": func(p *person) error {
			return os.WriteFile(filepath.Join(p.home, toInterrupt), nil, 0o600)
		},
		"typed":           func(p *person) error { p.Type(ctrlC); return nil },
		"typed in a line": func(p *person) error { p.Type("y" + ctrlC); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := sit(t)
			p.isAsked("mytool print hello")
			if err := interrupt(p); err != nil {
				t.Fatal(err)
			}
			p.ends(0, saysNothing)
			p.decided(consent.Unset, 1)
		})
	}
}
