package telemetrycmd

import (
	"path/filepath"

	"github.com/optin-go/optin/consent"
)

// paths is where an App keeps things. Nothing of it need exist.
type paths struct {
	state    string // the directory of all below; empty if there is none
	stateErr error  // why there is none
	log      string // every event that was recorded, the file of a filesink
	queue    string // what waits to be delivered, the directory of a spoolsink
	rotation string // the token that rotates the machine ID
	asked    string // how often the user was asked
}

func newPaths(cfg Config) (paths, error) {
	// The name is refused here, before it becomes part of a path.
	if _, err := consent.DefaultPath(cfg.Tool); err != nil && cfg.StateDir == "" {
		return paths{stateErr: err}, nil
	}
	dir, err := cfg.StateDir, error(nil)
	if dir == "" {
		dir, err = stateHome()
		dir = filepath.Join(dir, cfg.Tool, "telemetry")
	}
	if err != nil {
		return paths{stateErr: err}, nil
	}
	return paths{
		state: dir,
		log:   filepath.Join(dir, "events.jsonl"), queue: filepath.Join(dir, "spool"),
		rotation: filepath.Join(dir, "rotation"), asked: filepath.Join(dir, "asked"),
	}, nil
}
