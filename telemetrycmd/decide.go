package telemetrycmd

import (
	"fmt"
	"time"

	"github.com/optin-go/optin/consent"
)

// decide records a decision about the notice that is now in force.
//
// Nothing that was recorded before a yes is ever sent: what earlier yeses left in
// the queue, when their record was removed by hand or was to another notice, is
// removed first, or else the yes is not stored.
func (a *App) decide(state consent.State) error {
	path, err := a.consentPath()
	if err != nil {
		return err
	}
	version := a.catalog.Version()
	notice := a.noticeOf(version)
	if state == consent.Enabled && notice == "" {
		return fmt.Errorf("what this tool records is not declared as it must be: %w", a.catalog.Err())
	}
	if state == consent.Enabled {
		before, err := consent.Read(path)
		if err == nil && a.agreed(before, version) {
			return nil // it stands, with its date, and commands that are running go on
		}
		if err := a.purge(); err != nil {
			return err
		}
	}
	return consent.Write(path, consent.Consent{State: state, DecidedAt: time.Now(), Notice: notice})
}

func (a *App) consentPath() (string, error) {
	if a.cfg.ConsentPath != "" {
		return a.cfg.ConsentPath, nil
	}
	return consent.DefaultPath(a.cfg.Tool)
}

// purge removes every queue, also one of a build that had an Exporter.
func (a *App) purge() error {
	if a.paths.stateErr != nil {
		return fmt.Errorf("it is not known where events wait to be sent: %w", a.paths.stateErr)
	}
	return a.paths.queues.purge()
}
