package telemetrycmd

import (
	"time"

	"github.com/optin-go/optin/consent"
)

// decide records a decision about the notice that is now in force.
func (a *App) decide(state consent.State) error {
	path := a.cfg.ConsentPath
	if path == "" {
		var err error
		if path, err = consent.DefaultPath(a.cfg.Tool); err != nil {
			return err
		}
	}
	return consent.Write(path, consent.Consent{State: state, DecidedAt: time.Now(), Notice: a.catalog.Version()})
}
