package telemetry

import (
	"hash/maphash"
	"sync/atomic"

	"github.com/optin-go/optin/redact"
)

// keyClasses remembers which keys name a credential, whose values go as a whole. To
// decide it, a key is compared with a hundred words; a tool has a few keys, in every
// event. A key whose place another one has is decided each time: the memory is
// bounded, and no lock is needed.
type keyClasses [128]atomic.Pointer[keyClass]

type keyClass struct {
	key        string
	credential bool
}

// isCredential reports whether key, which is not empty, names a credential.
func (c *keyClasses) isCredential(key string) bool {
	place := &c[maphash.String(sealSeed, key)%uint64(len(c))]
	known := place.Load()
	if known != nil && known.key == key {
		return known.credential
	}
	credential := redact.Credential(key)
	if known == nil {
		place.Store(&keyClass{key, credential})
	}
	return credential
}
