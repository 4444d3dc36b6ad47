package app

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/internal/owndir"
)

// installation is the files of one tool on this machine, apart from the record
// of consent. None of them need exist.
type installation struct {
	dir      string // holds all the files below; "" if there is none
	dirErr   error  // why there is none
	salt     string // of the Config
	log      eventLog
	queues   queues
	rotation rotation
	asked    string // the file that counts how often the user was asked
	marker   marker
	deletion deletion
	derived  derivedIDs
	trace    string // the sender's debug log
}

func newInstallation(tool, salt, dir string) *installation {
	if dir == "" {
		home, err := stateHome()
		if err != nil {
			return &installation{dirErr: err, salt: salt}
		}
		dir = filepath.Join(home, tool, "telemetry")
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	return &installation{
		dir: dir, salt: salt,
		log: eventLog(in("events.jsonl")), queues: queues(in("spool")), rotation: rotation(in("rotation")),
		asked: in("asked"), marker: marker(in("sender")), deletion: deletion(in("deletion")),
		derived: derivedIDs(in("machine")), trace: in("debug.log"),
	}
}

// claim must come before every write. It refuses a directory that is not the user's
// own, such as a link, and makes it private. A missing directory is fine.
func (in *installation) claim() error {
	if in.dirErr != nil {
		return in.dirErr
	}
	if err := owndir.Tighten(in.dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// make claims the directory, and creates it if needed.
func (in *installation) make() error {
	if in.dirErr != nil {
		return in.dirErr
	}
	if err := owndir.Make(in.dir, false); err != nil {
		return err
	}
	return in.claim()
}

// unusable says why this user cannot record under a decision, or "". It only
// looks.
func (in *installation) unusable(c consent.Consent) string {
	if in.dirErr != nil {
		return in.dirErr.Error()
	}
	switch exists, why := unusableDir(in.dir); {
	case why != "":
		return why
	case !exists:
		return unusableParent(in.dir)
	}
	// Root may own some of it after a run through sudo.
	for _, dir := range []string{string(in.queues), in.queues.of(c)} {
		if _, why := unusableDir(dir); why != "" {
			return why
		}
	}
	if _, err := in.rotation.token(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err.Error()
	}
	return unusableFile(string(in.log))
}

// saltNow returns the salt of the machine ID: the salt of the Config, and the
// rotation token if the user asked for a new identity.
func (in *installation) saltNow() (string, error) {
	token, err := in.rotation.token()
	if errors.Is(err, fs.ErrNotExist) {
		return in.salt, nil
	}
	if err != nil {
		return "", err // without the token, the identity that the user rotated away would return
	}
	return in.salt + token, nil
}

// mayHaveSent reports whether there is a trace of an earlier grant. The file of
// attempts is no such trace.
func (in *installation) mayHaveSent() bool {
	return in.dir != "" && (in.mayHaveRecorded() || mayExist(string(in.queues)) || mayExist(string(in.rotation)))
}

// mayHaveRecorded reports whether an event may have been recorded under the present
// identity. What "reset" leaves behind does not count.
func (in *installation) mayHaveRecorded() bool {
	if in.dir == "" {
		return false
	}
	queues, err := in.queues.all()
	return err != nil || len(queues) > 0 || mayExist(string(in.log)) || mayExist(string(in.deletion))
}

// purge removes all queues, even those of an earlier build with an Exporter.
func (in *installation) purge() error {
	if in.dirErr != nil {
		return fmt.Errorf("the directory of the queue is unknown: %w", in.dirErr)
	}
	return in.queues.purge()
}

// forget removes all recorded events, and gives the machine a new identity if it
// had one. It attempts every step, even if one fails.
func (in *installation) forget(hadIdentity bool) error {
	var errs []error
	try := func(what string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", what, err))
		}
	}
	// The identity changes first, so that a command's next write has the new one.
	if hadIdentity {
		try("this machine keeps its identity", in.renew())
	}
	try("what was recorded is not removed", in.log.remove())
	try("how often you were asked is not forgotten", removeFile(in.asked))
	try("when events were sent is not forgotten", removeFile(string(in.marker)))
	try("the machine ID kept for speed is not removed", removeFile(string(in.derived)))
	try("the debug log is not removed", removeFile(in.trace))
	try("the request to delete is not withdrawn", in.deletion.done())
	return errors.Join(errs...)
}

// renew gives the machine a new identity.
func (in *installation) renew() error {
	if err := in.make(); err != nil {
		return err
	}
	return in.rotation.renew()
}
