package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/optin-go/optin/consent"
)

const (
	ctrlC = "\x03"
	ctrlD = "\x04"
)

// Every answer, and what is neither.
func TestAnswers(t *testing.T) {
	t.Parallel()
	junk := strings.Repeat("a\x16\x00b\x7f\x16\x1b[A", 100)
	for _, test := range []struct {
		name    string
		answers []string // each to the question as it stands
		want    consent.State
		says    string
	}{
		{"y", []string{"y\n"}, consent.Enabled, saysOn},
		{"yes in capitals", []string{"  YES \n"}, consent.Enabled, saysOn},
		{"n", []string{"n\n"}, consent.Disabled, saysOff},
		{"no", []string{"No\n"}, consent.Disabled, saysOff},
		{"empty", []string{"\n"}, consent.Disabled, saysOff},
		{"blanks", []string{" \t \n"}, consent.Disabled, saysOff},
		{"carriage return", []string{"y\r"}, consent.Enabled, saysOn},
		{"shown and yes", []string{"s\n", "S\n", "y\n"}, consent.Enabled, saysOn},
		{"unclear and no", []string{"what?\n", "ok\n", "n\n"}, consent.Disabled, saysOff},
		{"unclear", []string{"what?\n", "ye\n", "yy\n"}, consent.Unset, saysNothing},
		{"junk", []string{junk + "\n", "\x16\x00y\n", "y\x16\x00\n"}, consent.Unset, saysNothing},
		{"end of input", []string{ctrlD}, consent.Unset, saysNothing},
		{"end of input in the line", []string{"y" + ctrlD + ctrlD}, consent.Unset, saysNothing},
		{"shown and end of input", []string{"s\n", ctrlD}, consent.Unset, saysNothing},
		{"Ctrl-C", []string{ctrlC}, consent.Unset, saysNothing},
		{"Ctrl-C in the line", []string{"y" + ctrlC}, consent.Unset, saysNothing},
		{"unclear and Ctrl-C", []string{"what?\n", ctrlC}, consent.Unset, saysNothing},
		{"shown for ever", []string{"s\n", "s\n", "s\n", "s\n", "s\n", "s\n", "s\n", "s\n", "s\n", "s\n"}, consent.Unset, saysNothing},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := sit(t)
			before := p.settings()
			p.isAsked("mytool print hello")
			for i, answer := range test.answers {
				p.Type(answer)
				if i < len(test.answers)-1 {
					p.Expect(asks)
				}
			}
			if shown := p.ends(0); !strings.HasSuffix(shown, test.says) {
				t.Errorf("it said %q, want %q", shown, test.says)
			}
			p.decided(test.want, 1)
			if p.settings() != before {
				t.Errorf("the terminal's settings are now %+v, were %+v", p.settings(), before)
			}
			// The run that grants records nothing, and nothing but the count is stored.
			entries, err := os.ReadDir(p.state("."))
			if err != nil || len(entries) != 1 {
				t.Errorf("beside the count there are %v, %v", entries, err)
			}
			if test.want != consent.Unset {
				if shown := p.runs("mytool print hello", 0); shown != "hello\n" {
					t.Errorf("the next run shows %q", shown)
				}
				p.decided(test.want, 1)
			}
		})
	}
}

// An answer may come in pieces, and longer than the terminal takes.
func TestAnswerInPieces(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.isAsked("mytool print hello")
	for _, piece := range []string{"y", "e", "x", "\x7f", "s", "\n"} {
		p.Type(piece)
	}
	p.ends(0)
	p.decided(consent.Enabled, 1)
}

func TestLongLineIsUnclear(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.isAsked("mytool print hello")
	go func() {
		for range 256 {
			_, _ = p.Glass.WriteString(strings.Repeat("y", 4096))
		}
		_, _ = p.Glass.WriteString("\n")
	}()
	p.Expect("Please answer")
	p.Expect(asks)
	p.Type("n\n")
	p.ends(0)
	p.decided(consent.Disabled, 1)
}

// What is typed for the next program is not taken for an answer, nor taken away.
func TestTypedAhead(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.Type("mytool print hello\necho for the shell\n")
	p.Expect("hello\n")
	p.Expect("for the shell\n[0] $ ")
	p.decided(consent.Unset, 0)

	p.isAsked("mytool print hello")
	p.Type("n\necho for the shell\n")
	p.Expect(saysOff)
	p.Expect("for the shell\n[0] $ ")
	p.decided(consent.Disabled, 1)
}

// Where nobody may be asked, nobody is, and nothing is written.
func TestNotAsked(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	for _, test := range []struct {
		line, shows string
		code        int
	}{
		{"mytool print hello </dev/null", "hello\n", 0},
		{"mytool print hello <&-", "hello\n", 0},
		{"mytool print hello 2>" + file, "hello\n", 0},
		{"mytool print hello 2>/dev/null", "hello\n", 0},
		{"mytool print hello >" + file, "", 0},
		{"mytool print hello | cat", "hello\n", 0},
		{"sh -c 'x=$(mytool print hello); echo $x'", "hello\n", 0},
		{"mytool print hello 2>&-", "hello\n", 0},
		{"sh -c 'echo y | mytool print hello'", "hello\n", 0},
		{"mytool print hello &", "hello\n", 0},
		{"mytool fail x", "mytool: x\n", 1},
		{"env CI=true mytool print hello", "hello\n", 0},
		{"env GITHUB_ACTIONS=true CI=false mytool print hello", "hello\n", 0},
		{"env DO_NOT_TRACK=1 mytool print hello", "hello\n", 0},
		{"env MYTOOL_TELEMETRY=off mytool print hello", "hello\n", 0},
		{"env MYTOOL_TELEMETRY=huh mytool print hello", "hello\n", 0},
		{"env AI_AGENT=x mytool print hello", "hello\n", 0},
		{"env CLAUDECODE=1 mytool print hello", "hello\n", 0},
		{"env CURSOR_AGENT=1 mytool print hello", "hello\n", 0},
		{"env -u HOME mytool print hello", "hello\n", 0},
	} {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			p := sit(t)
			if shown := p.runs(test.line, test.code); shown != test.shows {
				t.Errorf("it shows %q, want %q", shown, test.shows)
			}
			entries, err := os.ReadDir(p.home)
			if err != nil || len(entries) != 0 {
				t.Errorf("it wrote %v, %v", entries, err)
			}
		})
	}
}

// Nobody is asked after what is about telemetry.
func TestNotAskedAfterTelemetry(t *testing.T) {
	t.Parallel()
	p := sit(t)
	for _, line := range []string{
		"mytool telemetry", "mytool telemetry status", "mytool telemetry show", "mytool telemetry events", "mytool telemetry --help",
		"env TOOL_QUIET=1 mytool print hello",
	} {
		if shown := p.runs(line, 0); strings.Contains(shown, asks) {
			t.Fatalf("%s asks:\n%s", line, shown)
		}
		p.decided(consent.Unset, 0)
	}
}

// A pager, or whatever else has the keys, is not disturbed.
func TestNotAskedWithoutLines(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.runs("stty -icanon min 1", 0)
	p.Type("mytool print hello\n")
	p.Expect("hello\n[0] $ ")
	p.decided(consent.Unset, 0)
}

// A pager may begin to wait for keys when the question is on the screen already.
func TestQuestionGivesWayToAPager(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.isAsked("mytool print hello")
	before := p.settings()
	raw := before
	raw.Lflag &^= unix.ICANON | unix.ECHO
	p.control(func(fd int) error { return unix.IoctlSetTermios(fd, unix.TCSETS, &raw) })
	p.Type("y\n")
	if shown := p.ends(0); shown != "" {
		t.Errorf("it says %q", shown)
	}
	p.control(func(fd int) error { return unix.IoctlSetTermios(fd, unix.TCSETS, &before) })
	p.decided(consent.Unset, 1)
}

// The beginning of a line that was typed before the question is not that of the
// answer.
func TestLineBegunBeforeTheQuestion(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.Type("mytool wait\n")
	p.Expect("mytool wait\n")
	pid := pidIn(t, p.Expect("\n"))
	p.Type("y")
	p.Expect("y") // the terminal has it
	if err := syscall.Kill(pid, syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	p.Expect(asks)
	p.Type("\n")
	p.Expect(saysOff)
	p.ends(0)
	p.decided(consent.Disabled, 1)
}

// Three times, and not a fourth; another notice is another question.
func TestAskedThreeTimes(t *testing.T) {
	t.Parallel()
	p := sit(t)
	for i := range 3 {
		p.isAsked("mytool print hello")
		p.Type(ctrlC)
		p.ends(0)
		p.decided(consent.Unset, i+1)
	}
	if shown := p.runs("mytool print hello", 0); shown != "hello\n" {
		t.Errorf("the fourth run shows %q", shown)
	}
	p.isAsked("env TOOL_WIDER=1 mytool print hello")
	p.Type(ctrlD)
	p.ends(0)
	p.decided(consent.Unset, 4)
	if shown := p.runs("mytool print hello", 0); shown != "hello\n" {
		t.Errorf("a run with the first notice shows %q", shown)
	}
}

// Who agreed is asked again when more is collected.
func TestAskedAgainForAWiderNotice(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.isAsked("mytool print hello")
	p.Type("y\n")
	p.ends(0)
	if shown := p.isAsked("env TOOL_WIDER=1 mytool print hello"); !strings.Contains(shown, "has changed, so it is off.") {
		t.Errorf("it asks %q", shown)
	}
	p.Type("n\n")
	p.ends(0)
	p.decided(consent.Disabled, 2)
}

// Of two processes one asks, and the other does not wait for it.
func TestTwoProcessesAtOnce(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	one, other := sitAt(t, m), sitAt(t, m)
	one.isAsked("mytool print hello")
	for range 3 {
		if shown := other.runs("mytool print hello", 0); shown != "hello\n" {
			t.Errorf("the other shows %q", shown)
		}
	}
	one.Type("y\n")
	one.ends(0)
	one.decided(consent.Enabled, 1)
	if shown := other.runs("mytool print hello", 0); shown != "hello\n" {
		t.Errorf("the other shows %q", shown)
	}
}

// A process that is killed while it asks has asked, and keeps nobody from asking.
func TestKilledWhileAsking(t *testing.T) {
	t.Parallel()
	p := sit(t)
	for i := range 3 {
		shown := p.isAsked("mytool pid")
		if err := syscall.Kill(pidIn(t, shown), syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		p.ends(-1)
		p.decided(consent.Unset, i+1)
	}
	p.runs("mytool print hello", 0)
	p.decided(consent.Unset, 3)
}

// A context that ends takes the question along.
func TestContextEndsWhileAsking(t *testing.T) {
	t.Parallel()
	p := sit(t)
	shown := p.isAsked("mytool pid")
	if err := syscall.Kill(pidIn(t, shown), syscall.SIGUSR2); err != nil {
		t.Fatal(err)
	}
	if shown := p.ends(0); shown != "\n"+saysNothing {
		t.Errorf("it says %q", shown)
	}
	p.decided(consent.Unset, 1)
	p.runs("echo still there", 0)
}

// A terminal that is closed while the question stands ends the tool as the
// command had ended.
func TestHangUpWhileAsking(t *testing.T) {
	t.Parallel()
	p := sit(t)
	p.isAsked("mytool print hello")
	if err := p.Glass.Close(); err != nil {
		t.Fatal(err)
	}
	p.Wait() // it ends without a terminal
	codes, err := os.ReadFile(p.codes)
	if err != nil || string(codes) != "0\n" {
		t.Errorf("the exit code was %q, %v", codes, err)
	}
	p.decided(consent.Unset, 1)
}

// The same when a signal says so, as the kernel's does without a shell: the command
// has succeeded, whatever ends the question.
func TestSignalWhileAsking(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGINT} {
		p := sit(t)
		shown := p.isAsked("mytool pid")
		if err := syscall.Kill(pidIn(t, shown), sig); err != nil {
			t.Fatal(err)
		}
		if shown := p.ends(0); shown != "\n"+saysNothing {
			t.Errorf("%v: it says %q", sig, shown)
		}
		p.decided(consent.Unset, 1)
	}
}

// An answer that cannot be saved changes nothing but the screen.
func TestAnswerIsNotSaved(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"y\n", "n\n"} {
		p := sit(t)
		if err := os.WriteFile(filepath.Join(p.home, ".config"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if shown := p.runs("mytool print hello", 0); shown != "hello\n" {
			t.Errorf("with a record that cannot be read it shows %q", shown)
		}
		if err := os.Remove(filepath.Join(p.home, ".config")); err != nil {
			t.Fatal(err)
		}
		p.isAsked("mytool print hello")
		if err := os.WriteFile(filepath.Join(p.home, ".config"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		p.Type(answer)
		shown := p.ends(0)
		if !strings.Contains(shown, "Your answer could not be saved, so usage data stays off: ") || strings.Count(shown, "\n") != 2 {
			t.Errorf("to %q it says %q", answer, shown)
		}
	}
}

// The tool's own question ends with the signals that end the usual one, although its
// code hears none of them.
func TestOwnQuestionEndsWithSignals(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(p *person, pid int) error{
		"Ctrl-C":                func(p *person, _ int) error { p.Type(ctrlC); return nil },
		"SIGTERM":               func(_ *person, pid int) error { return syscall.Kill(pid, syscall.SIGTERM) },
		"the command's context": func(_ *person, pid int) error { return syscall.Kill(pid, syscall.SIGUSR2) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := sit(t, "TOOL_ASK=deaf")
			shown := p.isAsked("mytool pid")
			if err := end(p, pidIn(t, shown)); err != nil {
				t.Fatal(err)
			}
			p.ends(0)
			p.decided(consent.Unset, 1)
		})
	}
}

func TestOwnQuestion(t *testing.T) {
	t.Parallel()
	p := sit(t, "TOOL_ASK=yes")
	if shown := p.runs("mytool print hello", 0); shown != "hello\n"+saysOn {
		t.Errorf("it shows %q", shown)
	}
	p.decided(consent.Enabled, 1)
	p = sit(t, "TOOL_ASK=panic")
	if shown := p.runs("mytool print hello", 0); shown != "hello\n" {
		t.Errorf("after a panic it shows %q", shown)
	}
	p.decided(consent.Unset, 1)
}

// A person in front of a terminal needs no flag, and one who is nowhere cannot agree.
func TestEnableInATerminal(t *testing.T) {
	t.Parallel()
	p := sit(t)
	if shown := p.runs("mytool telemetry enable", 0); !strings.HasSuffix(shown, "Telemetry is on. To turn it off: mytool telemetry disable\n") {
		t.Errorf("it shows %q", shown)
	}
	if text := p.must("telemetry"); strings.Contains(text, "--yes") {
		t.Errorf("status says\n%s", text)
	}
	p = sit(t)
	if shown := p.runs("mytool telemetry enable </dev/null", 3); !strings.Contains(shown, "--yes") {
		t.Errorf("it shows %q", shown)
	}
	p.decided(consent.Unset, 0)
}

// Without a count that lasts there is no question.
func TestNotAskedWithoutACount(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(p *person) error{
		"a directory": func(p *person) error { return os.MkdirAll(p.state("asked"), 0o700) },
		"a FIFO": func(p *person) error {
			return inState(p, func(path string) error { return syscall.Mkfifo(path, 0o600) })
		},
		"a link": func(p *person) error {
			return inState(p, func(path string) error { return os.Symlink(p.home+"/x", path) })
		},
		"too large": func(p *person) error {
			return inState(p, func(path string) error { return os.WriteFile(path, make([]byte, maxAskedBytes+1), 0o600) })
		},
		"a file for a directory": func(p *person) error { return os.WriteFile(filepath.Join(p.home, ".local"), nil, 0o600) },
		"a full disk": func(p *person) error {
			return inState(p, func(path string) error { return os.Symlink("/dev/full", path) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := sit(t)
			if err := spoil(p); err != nil {
				t.Fatal(err)
			}
			if shown := p.runs("mytool print hello", 0); shown != "hello\n" {
				t.Errorf("it shows %q", shown)
			}
		})
	}
}

func inState(p *person, f func(path string) error) error {
	if err := os.MkdirAll(p.state("."), 0o700); err != nil {
		return err
	}
	return f(p.state("asked"))
}

// What people see, from the command to the shell's next prompt. The terminal is
// 20 columns wide, and wraps the lines itself; nothing depends on its width.
func TestScreens(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, test := range []struct {
		name    string
		env     []string
		answers []string
	}{
		{"yes", nil, []string{"y\n"}},
		{"no", nil, []string{"n\n"}},
		{"shown", nil, []string{"s\n", "n\n"}},
		{"unclear", nil, []string{"maybe\n", "perhaps\n", "later\n"}},
		{"Ctrl-C", nil, []string{ctrlC}},
		{"Ctrl-D", nil, []string{ctrlD}},
		{"colours are asked for", []string{"TERM=xterm-256color", "COLORTERM=truecolor", "CLICOLOR_FORCE=1"}, []string{"y\n"}},
		{"no terminal type", []string{"TERM="}, []string{"y\n"}},
	} {
		p := sit(t, test.env...)
		p.control(func(fd int) error {
			return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 10, Col: 20})
		})
		var screen strings.Builder
		screen.WriteString(p.isAsked("mytool print hello"))
		for i, answer := range test.answers {
			p.Type(answer)
			if i < len(test.answers)-1 {
				screen.WriteString(p.Expect(asks))
			}
		}
		screen.WriteString(p.ends(0))
		all.WriteString("== " + test.name + " ==\n" + screen.String() + "\n")
	}
	if strings.Contains(all.String(), "\x1b") {
		t.Error("there are escape sequences")
	}
	payload := regexp.MustCompile(`(?m)^\{"name":"command\.invoke","tool":"mytool",.*\}$`)
	golden(t, "screens", payload.ReplaceAllString(all.String(), "{PAYLOAD}"))
}

func pidIn(t *testing.T, screen string) int {
	t.Helper()
	var pid int
	if _, err := fmt.Sscanf(screen, "pid %d\n", &pid); err != nil {
		t.Fatalf("no pid in %q: %v", screen, err)
	}
	return pid
}
