package app

import "github.com/optin-go/optin/telemetry"

// Tool returns the tool's name. A nil App returns "".
func (a *App) Tool() string {
	if a == nil {
		return ""
	}
	return a.cfg.Tool
}

// Declares reports whether the Catalog names the command path, as a value of the Enum
// "command" or by [catalog.Commands.Allow]. Adapters record a command that the user
// may have named only if the author declares it. A nil App returns false.
func (a *App) Declares(path string) bool {
	if a == nil || a.cfg.Catalog == nil {
		return false
	}
	_, err := a.cfg.Catalog.Check(InvokeEvent, []telemetry.Attr{telemetry.String("command", path)})
	return err == nil
}

// Overview returns the text that the help of "telemetry" prints above its list of
// commands. A nil App returns "".
func (a *App) Overview() string {
	if a == nil {
		return ""
	}
	return a.texts.overview()
}
