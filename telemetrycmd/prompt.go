package telemetrycmd

import (
	"context"
	"os"
)

// ask asks the user, if this is the time and the place. The command that ran is
// over, succeeded, and is one after which people may be asked; nothing but the
// missing decision keeps telemetry off.
func (a *App) ask(context.Context) {
	if !isTerminal(os.Stdin) || !isTerminal(os.Stderr) {
		return
	}
}
