package telemetrycmd

// recipient names who receives the events, for a person; "" if nobody does.
func (a *App) recipient() string {
	if a.cfg.Exporter == nil {
		return ""
	}
	if a.cfg.Recipient != "" {
		return a.cfg.Recipient
	}
	if e, ok := a.cfg.Exporter.(interface{ Recipient() string }); ok && e.Recipient() != "" {
		return e.Recipient()
	}
	return "the author of " + a.cfg.Tool
}
