package app

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/optin-go/optin/internal/atomicfile"
	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/machineid"
)

// derivedIDs is the file of the machine ID as it was derived last, where reading the
// system's own ID takes a program: on macOS. It holds no more than every event does.
type derivedIDs string

const maxDerivedBytes = 256

// of returns the machine ID for a salt, from the file if that has it; "" if the machine
// has no ID that is its own.
func (d derivedIDs) of(salt string) string {
	if readingIDIsSlow {
		name := saltName(salt)
		if data, meta, err := ownfile.Read(string(d), maxDerivedBytes, false); err == nil && meta.Perm&0o022 == 0 {
			if id, ok := strings.CutPrefix(strings.TrimSpace(string(data)), name+" "); ok && len(id) == hex.EncodedLen(sha256.Size) {
				return id
			}
		}
	}
	if !machineid.Stable() {
		return ""
	}
	return machineid.Derive(salt)
}

// keep stores a machine ID, in a directory that exists. Without the file, the next run
// derives it again.
func (d derivedIDs) keep(salt, id string) {
	_ = atomicfile.Replace(string(d), []byte(saltName(salt)+" "+id+"\n"), atomicfile.Options{Unsynced: true})
}

// saltName tells salts apart without being one.
func saltName(salt string) string {
	sum := sha256.Sum256([]byte("optin salt\n" + salt))
	return hex.EncodeToString(sum[:8])
}
