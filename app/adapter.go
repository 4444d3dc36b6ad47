package app

import "github.com/optin-go/optin/telemetry"

// Tool returns the tool's name, "" of a nil App.
func (a *App) Tool() string {
	if a == nil {
		return ""
	}
	return a.cfg.Tool
}

// Declares reports whether the Catalog names a command's path: as a value of the Enum
// "command", or by [catalog.Commands.Allow]. Adapters record a command that the user
// may have named only if the author declares it. That of a nil App is false.
func (a *App) Declares(path string) bool {
	if a == nil || a.cfg.Catalog == nil {
		return false
	}
	_, err := a.cfg.Catalog.Check(InvokeEvent, []telemetry.Attr{telemetry.String("command", path)})
	return err == nil
}

// Overview returns the text above the list of commands in the help of "telemetry". That
// of a nil App is "".
func (a *App) Overview() string {
	if a == nil {
		return ""
	}
	return a.texts.overview()
}
