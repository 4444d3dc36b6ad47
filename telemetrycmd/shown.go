package telemetrycmd

import (
	"context"
	"io"
	"os"

	"github.com/optin-go/optin/telemetry"
)

// shown is the sink of a run whose user asked to see the events instead of having
// them stored and sent: each is a line of standard error, byte for byte as it
// would be sent. It keeps nothing.
type shown struct{ app *App }

// Emit shows e.
func (s *shown) Emit(_ context.Context, e telemetry.Event) error {
	line, err := e.AppendJSON(nil)
	if err != nil {
		return err
	}
	s.app.show(string(line))
	return nil
}

// Flush does nothing.
func (s *shown) Flush(context.Context) error { return nil }

// show writes a line to standard error. On a terminal, what that would obey is
// escaped.
func (a *App) show(line string) {
	w := a.stderr()
	if f, ok := w.(*os.File); ok && isTerminal(f) {
		line = printable(line)
	}
	a.showing.Lock()
	defer a.showing.Unlock()
	_, _ = io.WriteString(w, line+"\n")
}

// stderr returns where the tool writes its errors to.
func (a *App) stderr() io.Writer {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.roots) > 0 {
		return a.roots[0].ErrOrStderr()
	}
	return os.Stderr
}
