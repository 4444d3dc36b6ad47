package telemetrycmd

import "path/filepath"

// paths is where an App keeps things. Nothing of it need exist.
type paths struct {
	state    string // the directory of all below; empty if there is none
	stateErr error  // why there is none
	log      string // every event that was recorded, the file of a filesink
	queues   queues // what waits to be delivered
	rotation string // the token that rotates the machine ID
	asked    string // how often the user was asked
}

func newPaths(cfg Config) paths {
	dir := cfg.StateDir
	if dir == "" {
		home, err := stateHome()
		if err != nil {
			return paths{stateErr: err}
		}
		dir = filepath.Join(home, cfg.Tool, "telemetry")
	}
	return paths{
		state: dir,
		log:   filepath.Join(dir, "events.jsonl"), queues: queues(filepath.Join(dir, "spool")),
		rotation: filepath.Join(dir, "rotation"), asked: filepath.Join(dir, "asked"),
	}
}
