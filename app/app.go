package app

import (
	"errors"
	"os"
	"sync"

	"github.com/optin-go/optin/telemetry"
)

// App is the telemetry of one tool. Make one with [New], first in main. A nil
// App is off: every method does what the tool would do without telemetry.
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
	session *session // of the runs in progress; nil until it is needed
	runs    int      // how many have not ended
	last    string   // the last command, for a sample

	showing sync.Mutex // keeps lines on standard error whole
}

// New returns an App for cfg. Call it first in main: in a sender, the process that
// an App started to deliver, New delivers and ends the process. Code that stands
// before New, and the init functions of the tool's packages, run in the sender too.
//
// An error joins all mistakes in cfg and its Catalog, each a
// [telemetry.ErrConfig] that names the mistake. It does not depend on the
// machine, so a test of the tool finds it. The App is then nil, and so off; the
// tool need not stop.
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

// Recorder returns the Recorder for the tool's own events. It is off unless the user
// had granted consent before the run began. It refuses undeclared events, and
// records nothing after a withdrawal. The end of a run closes it, so ask for a new
// one in each run. A nil App returns a nil Recorder, which is off.
func (a *App) Recorder() *telemetry.Recorder {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.current().recorder()
}

// ExitCode returns the exit code for an error of the tool's commands. For an
// [ExitError] it is that error's code, and otherwise the result of [Config.ExitCode].
//
// Without Config.ExitCode, and for a nil App, it is 0 for a nil error. For other errors
// it is what the error's method ExitCode() int returns, if that is between 1 and 255,
// and 1 if not.
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

// current returns the session of the runs in progress. The caller holds the
// lock.
func (a *App) current() *session {
	if a.session == nil {
		a.session = a.newSession()
	}
	return a.session
}

// newSession begins a session. If that panics, the session records nothing.
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

// enter begins a run in the current session.
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

// leave ends a run, after it was recorded. The last run to leave ends the session. It
// reports whether other runs are still in progress.
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

// show writes a line to standard error. On a terminal it escapes control characters.
func (a *App) show(line string) {
	if isTerminal(os.Stderr) {
		line = printable(line)
	}
	a.showing.Lock()
	defer a.showing.Unlock()
	_, _ = os.Stderr.WriteString(line + "\n")
}

// sample returns an example of the line that a run would record.
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
