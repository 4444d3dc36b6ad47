package app

import (
	"errors"
	"os"
	"sync"

	"github.com/optin-go/optin/telemetry"
)

// App is telemetry in one tool. Make one with [New], first in main. A nil App is
// off: every method does what the tool would do without it.
type App struct {
	cfg      Config
	texts    texts
	install  *installation
	gate     *gate
	delivery *delivery
	prompter *prompter
	filler   filler
	recorder recorderConfig
	debug    *debugLog

	mu      sync.Mutex
	session *session // of what runs now; nil until it is needed
	runs    int      // that have not ended
	last    string   // the command that ran last, for a sample

	showing sync.Mutex // of lines on standard error
}

// New returns an App for cfg. Call it first in main: in a process that an App has
// started to deliver, New delivers and ends the process. What stands before New, and
// the init of the tool's packages, runs in that process too.
//
// An error joins all mistakes of cfg and of its Catalog, each a
// [telemetry.ErrConfig] that names what is wrong. It does not depend on the
// machine, so that a test of the tool finds it. The App is then nil, and so off;
// the tool need not stop.
func New(cfg Config) (*App, error) {
	if isSender(cfg.Tool, os.LookupEnv) {
		runSender(cfg.Tool, func() (*delivery, error) {
			a, err := newApp(cfg)
			if err != nil {
				return nil, err
			}
			return a.delivery, nil
		})
	}
	return newApp(cfg)
}

func newApp(cfg Config) (*App, error) {
	filler, err := cfg.check()
	if err != nil {
		return nil, err
	}
	cfg.complete()
	a := &App{cfg: cfg, filler: filler}
	a.debug = newDebugLog(cfg.Tool, os.LookupEnv)
	a.recorder = recorderConfig{tool: cfg.Tool, version: cfg.ToolVersion, catalog: cfg.Catalog}
	a.texts = cfg.texts()
	a.install = newInstallation(cfg.Tool, cfg.Salt, cfg.StateDir)
	a.gate = &gate{
		tool: cfg.Tool, path: cfg.ConsentPath, install: a.install, catalog: cfg.Catalog,
		recipient: a.texts.recipient, lookupEnv: os.LookupEnv,
	}
	a.delivery = &delivery{
		tool: cfg.Tool, exporter: cfg.Exporter, every: cfg.DeliverEvery, budget: cfg.ExitBudget, onResult: cfg.OnResult,
		install: a.install, gate: a.gate, starter: &starter{tool: cfg.Tool, lookupEnv: os.LookupEnv}, debug: a.debug,
	}
	a.prompter = &prompter{
		gate: a.gate, install: a.install, texts: a.texts, lookupEnv: os.LookupEnv, own: cfg.Ask, sample: a.sample, debug: a.debug,
	}
	return a, nil
}

// Recorder returns the Recorder of the tool's own events. It is off unless the user
// agreed before the run began. It refuses what the Catalog does not declare, and
// records nothing more once the user has opted out. Ask for it anew in each run: the
// end of the run closes it. That of a nil App is nil, and so off.
func (a *App) Recorder() *telemetry.Recorder {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.current().recorder()
}

// ExitCode returns the exit code for an error of the tool's commands: that of an
// [ExitError], and else that of [Config.ExitCode]. Without the latter, and of a nil App,
// it is 0 for nil, what the error's own method ExitCode() int returns if that is between
// 1 and 255, and 1 for every other error.
func (a *App) ExitCode(err error) int {
	var (
		own   *ExitError
		coded interface{ ExitCode() int }
	)
	switch {
	case errors.As(err, &own):
		return own.Code
	case a != nil && a.cfg.ExitCode != nil:
		return a.cfg.ExitCode(err)
	case err == nil:
		return exitDone
	case errors.As(err, &coded):
		const most = 255
		if code := coded.ExitCode(); code > 0 && code <= most {
			return code
		}
	}
	return exitFailed
}

// current returns the session of what runs now. The caller holds the lock.
func (a *App) current() *session {
	if a.session == nil {
		a.session = a.newSession()
	}
	return a.session
}

// newSession begins a session. If it cannot, that records nothing.
func (a *App) newSession() (s *session) {
	defer func() {
		if recover() != nil {
			s = &session{}
		}
	}()
	if a.cfg.TestSink != nil {
		return newTestSession(a.recorder, a.cfg.TestSink)
	}
	return newSession(a.delivery, a.recorder, a.show)
}

// enter begins a run in the session of what runs now.
func (a *App) enter() *session {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.runs++
	s := a.current()
	if a.runs == 1 {
		s.wait()
	}
	return s
}

// leave ends a run that was recorded before. The last one that runs ends the session.
// It reports whether others are still running.
func (a *App) leave(command string, hurry bool) (others bool) {
	a.mu.Lock()
	if command != "" {
		a.last = command
	}
	a.runs--
	s := a.session
	if others = a.runs > 0; !others {
		a.session = nil
	}
	a.mu.Unlock()
	if !others && s != nil {
		s.end(hurry)
	}
	return others
}

// show writes a line to standard error. On a terminal, what that would obey is escaped.
func (a *App) show(line string) {
	if isTerminal(os.Stderr) {
		line = printable(line)
	}
	a.showing.Lock()
	defer a.showing.Unlock()
	_, _ = os.Stderr.WriteString(line + "\n")
}

// sample returns a line that a run would record.
func (a *App) sample() string {
	a.mu.Lock()
	command := a.last
	a.mu.Unlock()
	if command == "" {
		command = a.cfg.Tool
	}
	line, err := a.filler.sample(a.cfg.Tool, a.cfg.ToolVersion, command).AppendJSON(nil)
	if err != nil {
		return "There is nothing to show: " + plain(err.Error())
	}
	return printable(string(line))
}
