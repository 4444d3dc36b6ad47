package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"

	"github.com/optin-go/optin/machineid"
)

// identity is the machine ID in events.
type identity struct {
	kind    string // "none", "machine", or "random", which is new in each process
	id      string // "" for "none", and for "random" until settle
	renewed bool   // by "reset"
	salt    string // the salt that made it
}

// identify returns the identity of the events recorded now. It only reads.
//
// A machine without an ID of its own, such as a container, gets its identity from the
// rotation token alone; otherwise all containers of an image would share one. Before
// the first event it has no token, and so no identity.
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

// settle is identify for an event about to be recorded. It stores what makes the
// identity last; the directory must exist.
func (in *installation) settle() (identity, error) {
	who, err := in.identify()
	if err != nil {
		return who, err
	}
	if who.kind == "random" && in.rotation.renew() == nil {
		who, err = in.identify()
	}
	if who.kind == "random" {
		who.id = machineid.Derive(in.salt) // for this process alone
	} else if readingIDIsSlow && err == nil {
		in.derived.keep(who.salt, who.id)
	}
	return who, err
}

var errNoIdentity = errors.New("this machine has no lasting ID: each run has used another one, so nobody can find what it sent")

// lastingID returns the machine ID for a request to delete.
func (in *installation) lastingID() (string, error) {
	who, err := in.identify()
	if err == nil && who.id == "" {
		err = errNoIdentity
	}
	return who.id, err
}

// leaveIdentityThatIsDeleted gives the machine a new identity if a request to delete
// the present one is not acknowledged yet, so that the deletion spares later events. A
// request that cannot be read may concern the present one.
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

// leave gives the machine a new identity, unless its identity already differs from
// id.
func (in *installation) leave(id string) error {
	if now, err := in.lastingID(); err == nil && now != id {
		return nil
	}
	return in.renew()
}

// shown returns the ID, masked unless all is true: people paste the status into bug
// reports.
func (i identity) shown(all bool) string {
	const visible = 4
	if all || len(i.id) <= visible {
		return i.id
	}
	return i.id[:visible] + "…"
}
