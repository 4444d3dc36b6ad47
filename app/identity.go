package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"

	"github.com/optin-go/optin/machineid"
)

// identity is the machine ID that events carry.
type identity struct {
	kind    string // "none", "machine", or "random": another one for each process
	id      string // "" unless it is the machine's
	renewed bool   // by "reset"
	salt    string // of which it was made
}

// identify returns the identity of the events that are recorded now. It only reads.
//
// A machine without an ID of its own, such as a container, gets one from the rotation
// token alone: else all containers of an image had the same. Before the first event it
// has no token, and so no identity.
func (in *installation) identify() (identity, error) {
	salt, err := in.saltNow()
	if err != nil {
		return identity{kind: "none"}, err
	}
	renewed := salt != in.salt
	if id := in.derived.of(salt); id != "" {
		return identity{kind: "machine", id: id, renewed: renewed, salt: salt}, nil
	}
	if renewed {
		sum := sha256.Sum256([]byte("optin machine\n" + salt))
		return identity{kind: "machine", id: hex.EncodeToString(sum[:]), salt: salt}, nil
	}
	return identity{kind: "random"}, nil
}

// settle is identify before something is recorded. It keeps what makes the identity
// last, in a directory that exists.
func (in *installation) settle() (identity, error) {
	who, err := in.identify()
	if err != nil {
		return who, err
	}
	if who.kind == "random" && in.rotation.renew() == nil {
		who, err = in.identify()
	}
	if who.kind == "random" {
		who.id = machineid.Derive(in.salt) // of this process alone
	} else if readingIDIsSlow && err == nil {
		in.derived.keep(who.salt, who.id)
	}
	return who, err
}

var errNoIdentity = errors.New("this machine has no identity that lasts: each run has had another one, and nobody can find what it sent")

// lastingID returns the machine ID that a request to delete is about.
func (in *installation) lastingID() (string, error) {
	who, err := in.identify()
	if err == nil && who.id == "" {
		err = errNoIdentity
	}
	return who.id, err
}

// leaveIdentityThatIsDeleted gives the machine a new identity if a request to delete
// the present one is not acknowledged yet: what is recorded from now on is not part of
// it. A request that cannot be read may be about the present one.
func (in *installation) leaveIdentityThatIsDeleted() error {
	switch r, err := in.deletion.pending(); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return in.renew()
	default:
		return in.leave(r.machineID)
	}
}

// leave gives the machine a new identity, unless it has another one than id already.
func (in *installation) leave(id string) error {
	if now, err := in.lastingID(); err == nil && now != id {
		return nil
	}
	return in.renew()
}

// shown returns the ID, masked unless all of it is wanted: people paste the status into
// bug reports.
func (i identity) shown(all bool) string {
	const visible = 4
	if all || len(i.id) <= visible {
		return i.id
	}
	return i.id[:visible] + "…"
}
