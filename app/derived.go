package app

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"strings"

	"github.com/optin-go/optin/internal/atomicfile"
	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/machineid"
)

// derivedIDs is the file that caches the last derived machine ID. Only macOS uses
// it, where reading the system's own ID takes a program. It holds no more than every
// event does.
type derivedIDs string

const (
	maxDerivedBytes = 256
	// Elsewhere the machine ID is in a file or a system call.
	readingIDIsSlow = runtime.GOOS == "darwin" || runtime.GOOS == "ios"
)

// of returns the machine ID for a salt, from the file if that has it. It is "" if the
// machine has no ID of its own.
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

// keep stores a machine ID. The directory must exist. If keep fails, the next run
// derives the ID again.
func (d derivedIDs) keep(salt, id string) {
	_ = atomicfile.Replace(string(d), []byte(saltName(salt)+" "+id+"\n"), atomicfile.Options{Unsynced: true})
}

// saltName identifies a salt without revealing it.
func saltName(salt string) string {
	sum := sha256.Sum256([]byte("optin salt\n" + salt))
	return hex.EncodeToString(sum[:8])
}
